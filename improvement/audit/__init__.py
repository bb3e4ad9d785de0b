"""The record: one chain of entries per root that nobody can change unnoticed."""
