"""The servers that the other tests stand on."""

import smtplib
import subprocess
import sys
import time
from email.message import EmailMessage

import psycopg
import pytest
import redis

from tests.services.obtain import ROOT
from tests.services.redis import RedisServer
from tests.services.smtp import SmtpSink

HOLDER = """
import os, sys
from tests.services import postgres
server = postgres.running()
print(server.__enter__(), flush=True)
sys.stdin.read()
"""


def letter(subject: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", subject
    message.set_content("海晏\n.a line that begins with a dot\n")
    return message


def send(sink: SmtpSink, subject: str) -> None:
    with smtplib.SMTP(sink.host, sink.port, timeout=5) as post:
        post.send_message(letter(subject))


def test_the_sink_writes_down_what_was_sent(smtp_sink: SmtpSink) -> None:
    send(smtp_sink, "計劃")
    send(smtp_sink, "second")
    first, second = smtp_sink.messages()
    assert first.sender == "a@example.org"
    assert first.recipients == ["b@example.org"]
    assert first.message["Subject"] == "計劃"
    assert first.message.get_content() == "海晏\n.a line that begins with a dot\n"
    assert second.message["Subject"] == "second"


def test_the_sink_can_keep_the_sender_waiting(smtp_sink: SmtpSink) -> None:
    smtp_sink.hold()
    refused = pytest.raises(smtplib.SMTPServerDisconnected)
    with smtplib.SMTP(smtp_sink.host, smtp_sink.port, timeout=1) as post, refused:
        post.send_message(letter("held"))
    assert len(smtp_sink.messages()) == 1


@pytest.mark.postgres
def test_postgresql_keeps_its_promises(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
        assert connection.info.server_version >= 150000


@pytest.mark.postgres
def test_postgresql_ends_with_whoever_started_it() -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout
    url = holder.stdout.readline().strip()
    psycopg.connect(url).close()
    holder.kill()
    holder.communicate()
    patience = time.monotonic() + 15
    with pytest.raises(psycopg.OperationalError):
        while time.monotonic() < patience:
            psycopg.connect(url).close()
            time.sleep(0.1)


@pytest.mark.redis
def test_redis_keeps_what_it_had(redis_server: RedisServer) -> None:
    with redis.Redis.from_url(redis_server.url) as client:
        client.set("kept", "yes")
        redis_server.stop()
        with pytest.raises(redis.ConnectionError):
            client.get("kept")
        redis_server.start()
        assert client.get("kept") == b"yes"
