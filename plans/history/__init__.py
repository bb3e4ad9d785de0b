"""What became of a plan: its record in people's words, and what differs between two versions."""
