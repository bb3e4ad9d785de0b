"""Chapter 3: rounds, plans, goals, measures, review, consolidation and issue."""
