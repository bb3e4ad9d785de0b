"""Files that bring records in by thousands: looked into, looked through, written, undone."""
