"""Measurements: one question per file, what was found in results/."""
