"""Questionnaires as versioned definitions: items, expressions, routing, answer checks, translations."""
