"""The record: what is written stays, and what was changed is noticed."""
