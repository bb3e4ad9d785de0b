"""Pages of chapter 4, one file per phase of work."""
