"""Without Redis the calls are files: a reader in between finds a message whole or not at all."""

from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError

from improvement.notifications import file_queue

assert file_queue  # it makes the files known to kombu


@pytest.fixture
def channel(tmp_path: Path) -> Any:
    folder = str(tmp_path)
    options = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": folder}
    with Connection("files://localhost//", transport_options=options) as connection:
        yield connection.default_channel


def test_a_message_half_written_is_not_taken(channel: Any, tmp_path: Path) -> None:
    channel._put("celery", {"call": 1})
    (message,) = tmp_path.glob("*.msg")
    message.rename(f"{message}.part")
    with pytest.raises(Empty):
        channel._get("celery")


def test_who_reads_while_it_is_written_waits(channel: Any) -> None:
    class Slow:
        """Something that is asked for its text while the message is being put."""

        def __json__(self) -> str:
            with pytest.raises(Empty):
                channel._get("celery")
            return "whole"

    channel._put("celery", {"call": Slow()})
    assert channel._get("celery") == {"call": "whole"}
    with pytest.raises(Empty):
        channel._get("celery")


def test_a_folder_that_is_gone_is_said(channel: Any, tmp_path: Path) -> None:
    channel.data_folder_out = str(tmp_path / "gone")
    with pytest.raises(ChannelError, match="cannot be put"):
        channel._put("celery", {})
