"""The rules of questionnaires: no web, no database."""
