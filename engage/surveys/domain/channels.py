"""By which way somebody came to a survey. Kept with the response; the person is not."""

from enum import StrEnum


class Channel(StrEnum):
    OPEN = "open"
    """The plain address."""
    POSTER = "poster"
    """A code on a poster or a card that everybody gets."""
    EMBED = "embed"
    """Inside a page of another site."""
    INVITATION = "invitation"
    """A personal address, by mail."""
    LETTER = "letter"
    """A personal code, on paper."""
    KIOSK = "kiosk"
    """A device that many people use, one after the other."""
    TELEPHONE = "telephone"
    HELPER = "helper"
    """Somebody fills it in for another person who says what to answer."""
    PAPER = "paper"
