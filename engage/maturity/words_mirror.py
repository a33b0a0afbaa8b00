"""What a hub sends to people who took part: a short text to copy, in their language."""

from flask_babel import gettext


def invitation(hub: str, address: str) -> str:
    """A text for a mail, a newsletter or a poster, in the language of the interface that is in use."""
    return "\n".join(
        [
            gettext(
                "You took part in something of %(hub)s in the past two years. Did we listen well? Tell us in a few "
                "minutes how you see it:",
                hub=hub,
            ),
            address,
            gettext("Nobody can see who answered what."),
        ]
    )
