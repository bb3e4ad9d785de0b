"""What a plan is held to before it is handed in: gaps, goals that are SMART, measures in order."""
