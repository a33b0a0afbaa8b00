"""Counting the figures: one module a subject, all from one reading of the database.

count   one figure
all     every figure of a period, as pages and reports show them
"""

from engage.network.counting.gathering import all, count  # noqa: A004 -- all figures

__all__ = ["all", "count"]
