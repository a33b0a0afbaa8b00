"""Maturity self-assessment: models, rounds of a hub, panels, evidence, scores, plans, benchmark, library."""
