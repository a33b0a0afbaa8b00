"""The report of published figures as a document."""
