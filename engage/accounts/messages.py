"""Sentences for refusals around signing in."""

from flask_babel import gettext, ngettext

from engage.accounts import limits, passwords
from engage.core.refusal import Refusal


def too_many(refusal: limits.TooManyAttempts) -> str:
    minutes = -(-refusal.seconds // 60)
    return str(
        ngettext(
            "Too many tries. Wait a minute, then try again.",
            "Too many tries. Wait %(num)s minutes, then try again.",
            minutes,
        )
    )


def password_refused(refusal: Refusal) -> str:
    """Why a password is not good enough, and what to do."""
    match refusal:
        case passwords.PasswordTooShort():
            return str(gettext("Use %(count)s characters or more.", count=passwords.SHORTEST))
        case passwords.PasswordTooLong():
            return str(gettext("Use at most %(count)s characters.", count=passwords.LONGEST))
        case passwords.PasswordIsKnown():
            return str(gettext("This is close to your mail address, your name or Engage. Choose something else."))
    return str(gettext("Many people use this password or one like it. Put a few words together that do not belong."))


def out_of_date() -> str:
    return str(gettext("The page was out of date. Try again."))
