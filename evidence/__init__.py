"""Chapters 3.1, 5.1 and 5.2: what we know about our service."""
