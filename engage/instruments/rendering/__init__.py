"""Instruments as HTML: compiled once per version and language, filled for each respondent."""
