"""National Cancer Mission Hubs and what they are."""
