"""A mail server that refuses some recipients, and hangs up on others without an answer."""

from __future__ import annotations

import email
import socketserver
import threading
from email.message import EmailMessage
from email.policy import default
from typing import Self


class Conversation(socketserver.StreamRequestHandler):
    """later@ and never@ are refused for now and for good; hangup@ is taken and not answered."""

    server: MoodyServer

    def handle(self) -> None:
        to = ""
        self.say("220 tests")
        while line := self.rfile.readline():
            verb, _, rest = line.decode().strip().partition(" ")
            match verb.upper():
                case "RCPT":
                    to = rest.partition("<")[2].partition("@")[0]
                    self.say({"later": "450 busy", "never": "550 nobody"}.get(to, "250 ok"))
                case "DATA":
                    self.say("354 go on")
                    self.take()
                    if to == "hangup":
                        return
                    self.say("250 taken")
                case "QUIT":
                    self.say("221 bye")
                    return
                case _:
                    self.say("250 ok")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def take(self) -> None:
        lines = list(iter(self.rfile.readline, b".\r\n"))
        self.server.letters.append(email.message_from_bytes(b"".join(lines), policy=default))


class MoodyServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.address: tuple[str, int] = self.socket.getsockname()
        self.letters: list[EmailMessage] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.shutdown()
        self.server_close()

    def heard(self, header: str) -> list[str]:
        """This header of every letter, in the order they came."""
        return [letter[header] for letter in self.letters]
