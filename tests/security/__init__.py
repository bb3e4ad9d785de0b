"""Attempts to get around the door, and answers to what is sent only to break something."""
