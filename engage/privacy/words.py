"""Words for people who asked about their data, in their language."""

from engage.privacy.registry import Translate


def before_lifting(_: Translate) -> tuple[str, ...]:
    """What somebody is told before a restriction is lifted (GDPR, article 18(3))."""
    return (
        _("You asked that what is kept of you is used for nothing."),
        _("We want to end this. What you answered then counts in results again."),
        _("If you do not agree, answer us before that, or ask that it is erased."),
    )
