"""The memory of one web worker after everybody on show has opened every page they can reach."""

import re
from collections import Counter
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit

from tests.bench.measuring import report
from tests.bench.visitor import Visitor
from tests.services.website import Site

LINK = re.compile(r'href="([^"]+)"')
ANY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+")
OF_A_KIND = 5  # pages whose addresses differ only in what stands for a row
RESIDENT = re.compile(r"^VmRSS:\s+(\d+) kB", re.MULTILINE)


def measure() -> dict[str, float]:
    site = Site({"DEMO": "1"})
    try:
        opened = sum(crawl(Visitor(site.url), email) for email in Visitor(site.url).roles())
        assert opened > 100, f"only {opened} pages"
        workers = youngest(site.leash.process.pid)
        return {"worker_rss_mb": max(resident(pid) for pid in workers)}
    finally:
        site.close()


def crawl(visitor: Visitor, email: str) -> int:
    """Sign in and follow the links of this site to every kind of page; how many were opened."""
    visitor.sign_in(email)
    seen, waiting, kinds = {"/"}, ["/"], Counter[str]()
    while waiting:
        page = waiting.pop()
        for link in LINK.findall(text(visitor, page)):
            address = urlsplit(urljoin(visitor.site + page, link.replace("&amp;", "&")))
            path = address._replace(scheme="", netloc="", fragment="").geturl()
            here = f"{address.scheme}://{address.netloc}" == visitor.site
            if not here or path in seen or path.startswith("/static/"):
                continue
            seen.add(path)
            kinds[ANY.sub("*", path)] += 1
            if kinds[ANY.sub("*", path)] <= OF_A_KIND:
                waiting.append(path)
    return len(seen)


def text(visitor: Visitor, page: str) -> str:
    """The page; a refusal has links of its own, a document that is downloaded none."""
    try:
        with visitor.open(page) as answer:
            content = answer.read()
            return content.decode() if answer.headers.get_content_type() == "text/html" else ""
    except HTTPError as refusal:
        assert refusal.code in (403, 404, 409), f"{page}: {refusal.code}"
        return refusal.read().decode()


def youngest(pid: int) -> list[int]:
    """The processes below this one that have none below them: the workers of gunicorn."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [found for child in children for found in youngest(int(child))] or [pid]


def resident(pid: int) -> float:
    """Megabytes in memory, shared pages included."""
    found = RESIDENT.search(Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1]) * 1024 / 1e6


if __name__ == "__main__":
    report(measure())
