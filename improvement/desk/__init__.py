"""Home, inbox and help: the only place that sees every room."""
