"""Charts of results and fieldwork: our own SVG, readable on a narrow screen, in either direction.

Every chart stands in a `figure` whose caption holds the question and who answered. Bars start at zero,
intervals are drawn, figures are written beside what they belong to; nothing is told by colour alone. A chart
never replaces its table.
"""

from engage.results.charts.fieldwork import days_chart, drop_off_chart, languages_chart

__all__ = ["days_chart", "drop_off_chart", "languages_chart"]
