"""Dialogues and transnational events: programme, registration, waiting list, check-in."""
