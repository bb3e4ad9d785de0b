"""What people do, done in a real browser against a site of its own."""
