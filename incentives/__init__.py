"""Chapter 6: awards, notices, rectification, accountability."""
