"""The one way a row changes."""
