"""A mail server that delivers nothing and writes down everything, each message as one line.

python smtp.py JOURNAL prints its port. A line is on the disk before the sender
hears that the message was taken; while a file HOLD lies beside the journal, it does not hear.
"""

import asyncio
import email
import email.policy
import json
import os
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple


class Received(NamedTuple):
    """One message as it came over the wire."""

    sender: str
    recipients: list[str]
    message: EmailMessage


class SmtpSink:
    """The tests' side of a sink that runs in a process of its own."""

    host = "127.0.0.1"

    def __init__(self, folder: Path) -> None:
        self.journal = folder / "journal.jsonl"
        self.journal.touch()
        self.process = subprocess.Popen(
            [sys.executable, "-P", __file__, str(self.journal)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        self.port = int(self.process.stdout.readline())
        self.url = f"smtp://{self.host}:{self.port}"

    def messages(self) -> list[Received]:
        lines = self.journal.read_text(encoding="utf-8").splitlines()
        return [received(json.loads(line)) for line in lines]

    def wait_for(self, count: int, seconds: float = 10) -> list[Received]:
        patience = time.monotonic() + seconds
        while len(found := self.messages()) < count and time.monotonic() < patience:
            time.sleep(0.05)
        return found

    def hold(self) -> None:
        """Take messages from now on, but do not say so until `release`."""
        self.journal.with_name("HOLD").touch()

    def release(self) -> None:
        self.journal.with_name("HOLD").unlink(missing_ok=True)

    def close(self) -> None:
        self.process.communicate()


def received(line: dict[str, str]) -> Received:
    message = email.message_from_bytes(line["data"].encode(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return Received(line["sender"], line["recipients"].split(), message)


async def converse(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, journal: Path
) -> None:
    """The few commands that a sender needs (RFC 5321)."""
    sender, recipients = "", []

    def say(line: str) -> None:
        writer.write(f"{line}\r\n".encode())

    say("220 tests")
    while command := (await reader.readline()).decode().strip():
        verb, _, rest = command.partition(" ")
        match verb.upper():
            case "EHLO" | "HELO":
                say("250-tests\r\n250-8BITMIME\r\n250 SMTPUTF8")
            case "MAIL":
                sender, recipients = address(rest), []
                say("250 ok")
            case "RCPT":
                recipients.append(address(rest))
                say("250 ok")
            case "DATA":
                say("354 go on")
                write_down(journal, sender, recipients, await body(reader))
                while journal.with_name("HOLD").exists():
                    await asyncio.sleep(0.02)
                say("250 taken")
            case "RSET" | "NOOP":
                say("250 ok")
            case "QUIT":
                say("221 bye")
                break
            case _:
                say("502 not here")
        await writer.drain()
    writer.close()


def address(parameter: str) -> str:
    return parameter.partition("<")[2].partition(">")[0]


async def body(reader: asyncio.StreamReader) -> bytes:
    lines = []
    while (line := await reader.readline()) not in (b".\r\n", b""):
        lines.append(line.removeprefix(b".").rstrip(b"\r\n"))
    return b"\n".join([*lines, b""])


def write_down(journal: Path, sender: str, recipients: list[str], data: bytes) -> None:
    line = {"sender": sender, "recipients": " ".join(recipients), "data": data.decode()}
    with journal.open("a", encoding="utf-8") as out:
        out.write(json.dumps(line) + "\n")
        out.flush()
        os.fsync(out.fileno())


async def main(journal: Path) -> None:
    server = await asyncio.start_server(lambda r, w: converse(r, w, journal), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    # Whoever started it holds its standard input; when that closes, it ends.
    # Every message is on the disk by then, so no conversation is worth waiting for.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
