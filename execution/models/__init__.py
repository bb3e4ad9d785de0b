"""The nouns of chapter 4, one file each."""

from .task import Task

__all__ = ["Task"]
