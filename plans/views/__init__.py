"""Pages of chapter 3, one module per phase of work."""
