"""Surveys: answered on the web or by telephone, told in figures with their intervals (5.2.2)."""
