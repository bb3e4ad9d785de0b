"""The rows of the outbox, and the heartbeats of the scanner."""

from .heartbeat import Heartbeat
from .message import Channel, Message, State

__all__ = ["Channel", "Heartbeat", "Message", "State"]
