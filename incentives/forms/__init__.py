"""What people type in chapter 6."""
