"""What the register comes to: where complaints come from, how they change, when they come."""
