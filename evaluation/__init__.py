"""Chapter 5: periods, scorecards, and the verdict on every goal at year end."""
