"""In which direction a figure is better."""

from __future__ import annotations

RISING, FALLING = frozenset({"higher", "at_least"}), frozenset({"lower", "at_most"})
"""Directions in which more, or less, is better. In a range neither is."""

LIMITS = frozenset({"at_least", "at_most", "in_range"})
"""Directions that are met or not, whatever the baseline."""
