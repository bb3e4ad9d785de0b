"""What customers say again and again: words counted by record, and texts that say the same."""
