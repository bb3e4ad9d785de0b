"""The organization plan at a glance: what it comes to, what serves what, what is new this year."""
