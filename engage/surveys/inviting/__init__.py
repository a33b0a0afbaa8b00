"""Who is invited by name: lists, mails, letters, reminders, and that they answered; never what."""

from engage.surveys.domain.invitations import Counts
from engage.surveys.inviting.counting import counts

__all__ = ["Counts", "counts"]
