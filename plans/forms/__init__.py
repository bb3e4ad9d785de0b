"""What people type on the pages of chapter 3."""
