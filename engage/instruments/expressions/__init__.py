"""Expressions of instruments: XPath 1.0 with the functions of ODK forms, our own evaluator."""
