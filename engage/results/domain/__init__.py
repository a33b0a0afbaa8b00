"""Rules of results: from responses to tables and fieldwork figures."""
