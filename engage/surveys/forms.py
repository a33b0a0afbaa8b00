"""Forms of hub teams."""

from datetime import UTC, datetime
from typing import Any, Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SelectMultipleField, StringField
from wtforms.validators import AnyOf, DataRequired, Email, InputRequired, Length, NumberRange, Optional, ValidationError

from engage.core.clock import utcnow
from engage.i18n.gates import TextGate
from engage.surveys.models import Survey
from engage.surveys.releasing import Evidence
from engage.web.desk.moments import MomentField


class _Whole(IntegerField):
    """A whole number; what is none is said in our words."""

    def process_formdata(self, valuelist: Any) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Enter a whole number, for example 500.")) from None


class _Day(DateField):
    """A date; what is none is said in our words."""

    def process_formdata(self, valuelist: Any) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Enter a date, for example 2026-11-20.")) from None


_MOST = 10_000_000
_TOO_LONG = _l("This is too long. Use at most %(max)d characters.")


class SettingsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """When a survey is open, which texts may be shown, and who answers questions about it."""

    opens_at = MomentField(_l("Opens"), [Optional()])
    closes_at = MomentField(_l("Closes"), [Optional()])
    most_responses = _Whole(
        _l("Close after so many responses"),
        [Optional(), NumberRange(1, _MOST, _l("Enter a number from %(min)s to %(max)s, or leave it empty."))],
    )
    keep_until = _Day(_l("Keep responses until"), [Optional()])
    gate = StringField(
        _l("Translations that may be shown"),
        [AnyOf([gate.value for gate in TextGate], _l("Choose one of these."))],
    )
    contact_name = StringField(_l("Contact: name or desk"), [Length(max=200, message=_TOO_LONG)])
    contact_phone = StringField(_l("Contact: telephone"), [Length(max=60, message=_TOO_LONG)])
    contact_email = StringField(
        _l("Contact: mail address"),
        [
            Optional(),
            Email(_l("Enter a mail address, for example hub@example.org.")),
            Length(max=254, message=_TOO_LONG),
        ],
    )

    def validate_closes_at(self, field: Any) -> None:
        if field.moment and self.opens_at.moment and field.moment <= self.opens_at.moment:
            raise ValidationError(gettext("The end comes before the beginning. Choose a later time."))

    def validate_keep_until(self, field: Any) -> None:
        """What is over is deleted the same day: a slip must not do that."""
        if field.data and field.data != field.object_data and field.data <= utcnow().date():
            raise ValidationError(gettext("All responses would be deleted at once. Choose a day to come."))
        if field.data and self.closes_at.moment and field.data < self.closes_at.moment.date():
            raise ValidationError(gettext("People can still answer on this day. Choose a later one."))

    @classmethod
    def of(cls, survey: Survey) -> Self:
        return cls(
            data={
                "keep_until": survey.keep_until,
                "opens_at": survey.opens_at,
                "closes_at": survey.closes_at,
                "most_responses": survey.most_responses,
                "gate": survey.text_gate.value,
                "contact_name": survey.contact_name,
                "contact_phone": survey.contact_phone,
                "contact_email": survey.contact_email,
            }
        )

    def settings(self) -> dict[str, Any]:
        """What `fielding.change_settings` takes."""
        return {
            "opens_at": self.opens_at.moment,
            "closes_at": self.closes_at.moment,
            "most_responses": self.most_responses.data,
            "keep_until": self.keep_until.data,
            "gate": TextGate(self.gate.data or ""),
            "contact": (
                self.contact_name.data or "",
                self.contact_phone.data or "",
                self.contact_email.data or "",
            ),
        }


class CheckForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """What somebody says who asks for the release check."""

    testers = _Whole(
        _l("How many people tried it"),
        [InputRequired(_l("Enter how many people tried it.")), NumberRange(1, 100_000, _l("Enter 1 or more."))],
    )
    tested_on = _Day(_l("When the last of them did"), [InputRequired(_l("Enter the day of the last trial."))])
    ethics = StringField(
        _l("Ethics reference"),
        [DataRequired(_l("Enter the reference, or say why none is needed.")), Length(max=300, message=_TOO_LONG)],
    )
    impact = StringField(
        _l("Data protection impact assessment"),
        [DataRequired(_l("Enter the reference, or say why none is needed.")), Length(max=300, message=_TOO_LONG)],
    )
    languages = SelectMultipleField(
        _l("Languages that were checked"), [DataRequired(_l("Choose the languages that somebody has checked."))]
    )

    def validate_tested_on(self, field: Any) -> None:
        if field.data and field.data > datetime.now(UTC).date():
            raise ValidationError(gettext("This day is in the future. Enter the day of the last trial."))

    def evidence(self) -> Evidence:
        """What was said; call it on a valid form."""
        data: dict[str, Any] = self.data
        return Evidence(
            testers=data["testers"],
            tested_on=data["tested_on"],
            ethics=data["ethics"].strip(),
            impact=data["impact"].strip(),
            languages=tuple(data["languages"]),
        )


class SignForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Who signs."""

    name = StringField(_l("Your name"), [DataRequired(_l("Enter your name.")), Length(max=200, message=_TOO_LONG)])
    role = StringField(_l("Your role"), [DataRequired(_l("Enter your role.")), Length(max=200, message=_TOO_LONG)])
