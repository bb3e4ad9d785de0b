"""Wake-up calls as files in a folder, for a machine without Redis.

Kombu's own transport opens a message under the name by which readers look for it and writes it
after that; a reader in between takes an empty file, and the worker ends on it.
"""

import time
import uuid
from pathlib import Path
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils import json

TRANSPORT_ALIASES["files"] = f"{__name__}:Transport"


class Channel(filesystem.Channel):
    def _put(self, queue: Any, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Readers see a message whole or not at all."""
        name = f"{time.monotonic_ns() // 1_000_000}_{uuid.uuid4()}.{queue}.msg"
        whole = Path(self.data_folder_out) / name
        part = whole.with_name(f"{name}.part")
        try:
            part.write_text(json.dumps(payload), encoding="utf-8")
            part.rename(whole)
        except OSError as error:
            raise ChannelError(f"A message cannot be put into {whole.parent}") from error


class Transport(filesystem.Transport):
    Channel = Channel
