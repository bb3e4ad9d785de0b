"""A planning year: set up, called for, followed until every department has handed in."""
