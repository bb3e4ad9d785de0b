"""Somebody who reads the site over HTTP and signs in on the demo with one click."""

import re
import urllib.request
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
ROLE = re.compile(r'name="demo" value="([^"]+)"')


class Visitor:
    """Keeps the cookies, as a browser does."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies), urllib.request.ProxyHandler({})
        )

    def open(self, path: str, typed: dict[str, str] | None = None) -> HTTPResponse:
        """GET a page, or POST what was typed; an answer that is an error raises HTTPError."""
        data = urlencode(typed).encode() if typed else None
        answer: HTTPResponse = self.opener.open(self.site + path, data, timeout=30)
        return answer

    def read(self, path: str) -> str:
        with self.open(path) as answer:
            return answer.read().decode()

    def roles(self) -> list[str]:
        """Whom the demo offers on its sign-in page."""
        return ROLE.findall(self.read("/sign-in/"))

    def sign_in(self, email: str) -> int:
        """The status of the page that is shown afterwards."""
        token = TOKEN.search(self.read("/sign-in/"))
        assert token
        typed = {"csrfmiddlewaretoken": token[1], "demo": email}
        with self.open("/sign-in/", typed) as answer:
            assert not answer.url.endswith("/sign-in/"), "nobody is signed in"
            return answer.status
