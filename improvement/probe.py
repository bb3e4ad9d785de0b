"""Ask a running installation how it is: `python -m improvement.probe [web|beat]`.

For health checks of containers, so it starts in no time: standard library only, no Django.
"""

import http.client
import os
import sys
import time
from pathlib import Path

ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}
BEAT_IS_SILENT = 600.0  # seconds; it writes its schedule down every three minutes


def status(path: str, host: str, port: int, known_as: str) -> int | None:
    """The HTTP status of this page, asked as a proxy would; None where nobody answers."""
    web = http.client.HTTPConnection(ANYWHERE.get(host, host), port, timeout=5)
    try:
        web.request("GET", path, headers={"Host": known_as, "X-Forwarded-Proto": "https"})
        return web.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        web.close()


def web_is_ready() -> bool:
    environment = os.environ
    host, port = environment.get("HOST", "127.0.0.1"), int(environment.get("PORT", "8000"))
    known_as = environment.get("ALLOWED_HOSTS", "localhost").split(",")[0]
    return status("/readyz", host, port, known_as) == http.HTTPStatus.OK


def beat_is_alive() -> bool:
    var = Path(os.environ.get("VAR_DIR", "var"))
    written = [path.stat().st_mtime for path in var.glob("beat*")]
    return bool(written) and time.time() - max(written) < BEAT_IS_SILENT


if __name__ == "__main__":
    healthy = beat_is_alive() if sys.argv[1:] == ["beat"] else web_is_ready()
    sys.exit(0 if healthy else 1)
