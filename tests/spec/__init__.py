"""The independent specification: truth tables and a model, written from the rule."""
