"""The statement agreed to before questions on health and other special-category matters."""

from typing import TYPE_CHECKING

from flask import g
from flask_babel import gettext

if TYPE_CHECKING:
    from engage.surveys.pages import Edition


def statement(edition: "Edition", language: str) -> tuple[str, str]:
    """The words and the language they are in: the instrument's own, else ours in the interface language."""
    own = edition.instrument.consent
    if own:
        return own.pick(language)
    text = gettext(
        "I agree that my answers about my health are stored and used for this survey. "
        "I can take them back with my receipt code. Without this box, those questions are left out."
    )
    return text, g.interface
