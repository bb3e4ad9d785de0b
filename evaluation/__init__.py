"""Chapter 5: periods, scorecards, verified effect."""
