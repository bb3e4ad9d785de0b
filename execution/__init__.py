"""Chapter 4: tasks, resources, reports and deviations."""
