"""Mails about registrations."""
