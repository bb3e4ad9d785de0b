"""The office reads what was handed in: its desk, the plan with the talk on it, the checklist."""
