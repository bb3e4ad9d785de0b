"""What goes wrong behind a page that looks right: refused styles, errors of scripts, lost files."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, ConsoleMessage, Response, WebError


class Trouble:
    """One sentence for everything that the browser complains about."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self.heard)
        context.on("weberror", self.thrown)
        context.on("response", self.answered)

    def heard(self, message: ConsoleMessage) -> None:
        """Every error on the console; the content security policy complains there too."""
        # That a page was refused is no trouble: 403, 404 and 409 are answers.
        about_a_page = "Failed to load resource" in message.text
        if message.type == "error" and not about_a_page:
            self.found.append(f"{message.location['url']}: {message.text}")

    def thrown(self, error: WebError) -> None:
        self.found.append(f"{error.page and error.page.url}: {error.error}")

    def answered(self, response: Response) -> None:
        lost = response.status >= 400 and "/static/" in response.url
        if lost or response.status >= 500:
            self.found.append(f"{response.url}: {response.status}")
