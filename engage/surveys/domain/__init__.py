"""Rules of fielding: no web, no database."""
