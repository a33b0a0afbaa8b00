"""Looks across languages: what a translation says differently from its source."""

from engage.instruments.domain.linting.findings import Term, TextFinding
from engage.instruments.domain.linting.linter import RULES, lint

__all__ = ["RULES", "Term", "TextFinding", "lint"]
