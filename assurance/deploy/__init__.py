"""The two deployments of the manual, started from the files that people copy."""
