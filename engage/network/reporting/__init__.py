"""Reports of a period: kept as they were made, printed, corrected."""
