"""Pages of chapter 5.1 and 5.2: indicators and their values."""
