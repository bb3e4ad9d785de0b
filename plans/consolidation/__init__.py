"""Consolidation: what forty plans come to together, and where they do not fit (2.2.2, 3.4.2)."""
