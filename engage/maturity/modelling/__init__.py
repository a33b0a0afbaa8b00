"""Reading, checking and keeping models of maturity and their words."""
