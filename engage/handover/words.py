"""What the console says of handing over a hub."""

from typing import Any

from flask_babel import lazy_gettext as _

from engage.handover.parts.kept import Choice

CHOICES: dict[Choice, tuple[Any, Any, Any]] = {
    Choice.ANSWERS: (
        _("What people answered in surveys"),
        _(
            "Every single answer, also in people's own words, and files they sent. This is data about health. Receipt"
            " codes go with the answers, so that people can still withdraw them."
        ),
        _("You need the right to export results and to read what people wrote."),
    ),
    Choice.REGISTRATIONS: (
        _("Names and addresses of people"),
        _(
            "Who registered for events and who came, who was invited to surveys by name, who asked to be told or asked"
            " again. What people need to take part is not inside: ask them anew."
        ),
        _("You need the right to see who registered and who was invited."),
    ),
    Choice.PEOPLE: (
        _("The people of your team"),
        _("Names, mail addresses and roles, and who wrote or decided what. Passwords are never inside."),
        _("You need the right to give and take roles."),
    ),
}
"""Label, what it means, and what is missing where somebody may not choose it."""
ARCHIVE = _("Archive of a hub")
