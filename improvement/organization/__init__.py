"""Departments, posts, people and appointments: who is who."""
