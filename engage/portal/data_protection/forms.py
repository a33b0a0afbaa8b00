"""Forms about requests on personal data."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import AnyOf, DataRequired, Email, Length, ValidationError

from engage.privacy.models import RequestKind

EVERYWHERE = ""
_CHOOSE = _l("Choose one of these.")
_ADDRESS = Email(_l("Enter a mail address, for example ada@example.org."))


class RequestForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Somebody asked for what is kept of them, or to have it erased."""

    kind = StringField(_l("What the person asks for"), [AnyOf([kind.value for kind in RequestKind], _CHOOSE)])
    asked = StringField(
        _l("Mail address or receipt code"),
        [
            DataRequired(_l("Enter the mail address of the person, or the code on their receipt.")),
            Length(max=254, message=_l("This is too long. Use at most %(max)d characters.")),
        ],
    )
    hub = StringField(_l("Where to look"))
    hubs: Sequence[tuple[str, str]] = ()

    def offer(self, hubs: Sequence[tuple[int, str]], *, everywhere: bool) -> None:
        """:param everywhere: for the network office"""
        first = [(EVERYWHERE, gettext("The whole instance"))] if everywhere else []
        self.hubs = (*first, *((str(number), name) for number, name in hubs))

    def validate_hub(self, field: Any) -> None:
        if (field.data or "") not in {value for value, _ in self.hubs}:
            raise ValidationError(str(_CHOOSE))

    def validate_asked(self, field: Any) -> None:
        field.data = (field.data or "").strip()
        if "@" in field.data:
            _ADDRESS(self, field)
        elif sum(ch.isalnum() for ch in field.data) < 8:
            raise ValidationError(gettext("This is neither a mail address nor a receipt code."))

    def request(self) -> tuple[RequestKind, str, int | None]:
        """What is asked, about whom, and for which hub."""
        hub = int(self.hub.data) if self.hub.data else None
        return RequestKind(self.kind.data or ""), self.asked.data or "", hub


class ProofForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Whose proof is looked for."""

    asked = StringField(
        _l("Mail address or receipt code"),
        [DataRequired(_l("Enter the mail address of the person, or the code on their receipt.")), Length(max=254)],
    )
