"""Forms of hubs, for their teams and the network office."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, StringField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from engage.hubs.domain import rules
from engage.hubs.domain.kinds import HubScope, LifeCycle, MemberRole
from engage.hubs.domain.reading import Member, Step
from engage.hubs.models import Hub, Organisation

_TOO_LONG = _l("This is too long. Use at most %(max)d characters.")
LANGUAGE_FIELDS = tuple(f"language_{number}" for number in range(1, 7))
_IN_BRACKETS = re.compile(r"\(([A-Za-z0-9-]+)\)\s*$")


def _stripped(value: str | None) -> str:
    return (value or "").strip()


def _by(rule: Callable[[Any], Any], sentence: Any) -> Callable[[Any, Any], None]:
    """A rule of the domain, said in our words."""

    def check(form: Any, field: Any) -> None:
        del form
        try:
            rule(field.data or "")
        except rules.Wrong:
            raise ValidationError(str(sentence)) from None

    return check


def _tag(typed: str) -> str:
    """The code of a language, typed alone or chosen with its name: `Norwegian Bokmål (nb)`."""
    found = _IN_BRACKETS.search(typed)
    return found[1] if found else typed.strip()


_WEB = _by(rules.address, _l("Enter a web address that begins with https://, for example https://example.org."))
_PHONE = _by(rules.phone, _l("Enter a telephone number with its country, for example +47 22 00 00 00."))
_MAIL = _by(rules.mail_address, _l("Enter a mail address, for example hub@example.org."))
_ZONE = _by(rules.time_zone, _l("Choose a time zone from the list, for example Europe/Oslo."))


def _language(form: Any, field: Any) -> None:
    del form
    try:
        rules.languages([_tag(field.data)] if field.data else [])
    except rules.Wrong:
        raise ValidationError(str(_l("Choose a language from the list, or enter its code, for example nb."))) from None


def _text(label: Any, longest: int, *more: Any) -> StringField:
    return StringField(label, [Length(max=longest, message=_TOO_LONG), *more], filters=[_stripped])


class _Languages:
    """The languages of a hub, its own first."""

    language_1: Any
    data: Any

    def languages(self) -> list[str]:
        typed = [self.data.get(name) or "" for name in LANGUAGE_FIELDS]
        return list(dict.fromkeys(_tag(each) for each in typed if each))


class DetailsForm(_Languages, FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """What a hub says of itself besides words in several languages."""

    name = _text(_l("Name, in the hub's own language"), rules.LONGEST_NAME, DataRequired(_l("Enter a name.")))
    region = _text(_l("Region or place"), 100)
    language_1 = _text(_l("First language"), 80, DataRequired(_l("Choose the hub's own language.")), _language)
    language_2 = _text(_l("Another language"), 80, _language)
    language_3 = _text(_l("A third language"), 80, _language)
    language_4 = _text(_l("A fourth language"), 80, _language)
    language_5 = _text(_l("A fifth language"), 80, _language)
    language_6 = _text(_l("A sixth language"), 80, _language)
    contact_name = _text(_l("Who answers questions: a name or a desk"), 200)
    contact_phone = _text(_l("Telephone"), 60, _PHONE)
    contact_email = _text(_l("Mail address"), 254, _MAIL)
    website = _text(_l("Website"), rules.LONGEST_ADDRESS, _WEB)
    time_zone = _text(_l("Time zone"), 60, _ZONE)
    support_name = _text(_l("Name of the help line"), 200)
    support_phone = _text(_l("Telephone of the help line"), 60, _PHONE)
    support_address = _text(_l("Website of the help line"), rules.LONGEST_ADDRESS, _WEB)

    @classmethod
    def of(cls, hub: Hub, shown: Callable[[str], str]) -> Self:
        """:param shown: a language as the list names it"""
        own = dict(zip(LANGUAGE_FIELDS, (shown(tag) for tag in hub.languages), strict=False))
        columns = ("name", "region", "contact_name", "contact_phone", "contact_email", "website", "time_zone")
        support = {f"support_{key}": hub.support.get(key, "") for key in ("name", "phone", "address")}
        return cls(data={**{key: getattr(hub, key) for key in columns}, **own, **support})

    def values(self, hub: Hub) -> dict[str, Any]:
        """What `service.change` takes; languages beyond the fields of the form stay."""
        data: dict[str, Any] = self.data
        columns = ("name", "region", "contact_name", "contact_phone", "contact_email", "website", "time_zone")
        support = {key: data[f"support_{key}"] for key in ("name", "phone", "address") if data[f"support_{key}"]}
        kept = hub.languages[len(LANGUAGE_FIELDS) :]
        clean = {key: rules.text(rules.LONGEST_ADDRESS)(data[key]) for key in columns}
        return {**clean, "languages": [*self.languages(), *kept], "support": support}


class NewHubForm(_Languages, FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A new hub, or a part of one."""

    name = _text(_l("Name, in the hub's own language"), rules.LONGEST_NAME, DataRequired(_l("Enter a name.")))
    slug = _text(
        _l("Place in addresses"),
        rules.LONGEST_SLUG,
        _by(rules.slug, _l("Use lower-case letters a to z, digits and hyphens, for example north-coast.")),
    )
    country = StringField(
        _l("Country"), [_by(rules.country, _l("Choose a country from the list."))], filters=[_stripped]
    )
    scope = StringField(
        _l("How far it reaches"), [AnyOf([scope.value for scope in HubScope], _l("Choose one of these."))]
    )
    parent = StringField(_l("A part of"), filters=[_stripped])
    region = _text(_l("Region or place"), 100)
    language_1 = _text(_l("First language"), 80, DataRequired(_l("Choose the hub's own language.")), _language)
    status = StringField(
        _l("Where it stands"), [AnyOf([status.value for status in LifeCycle], _l("Choose one of these."))]
    )


class PlaceForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Where a hub belongs: its country, how far it reaches, what it is a part of."""

    country = StringField(
        _l("Country"), [_by(rules.country, _l("Choose a country from the list."))], filters=[_stripped]
    )
    scope = StringField(
        _l("How far it reaches"), [AnyOf([scope.value for scope in HubScope], _l("Choose one of these."))]
    )
    parent = StringField(_l("A part of"), filters=[_stripped])


class MemberForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """An organisation in a hub."""

    name = _text(_l("Organisation"), rules.LONGEST_NAME, DataRequired(_l("Enter the name of the organisation.")))
    role = StringField(
        _l("What it is to the hub"), [AnyOf([role.value for role in MemberRole], _l("Choose one of these."))]
    )
    city = _text(_l("Town"), 100)
    website = _text(_l("Website"), rules.LONGEST_ADDRESS, _WEB)

    @classmethod
    def of(cls, organisation: Organisation) -> Self:
        data = {key: getattr(organisation, key) for key in ("name", "city", "website")}
        return cls(data={**data, "role": organisation.role.value})

    def member(self) -> Member:
        """What was typed; call it on a valid form."""
        data: dict[str, Any] = self.data
        text = rules.text(rules.LONGEST_ADDRESS)
        return Member(text(data["name"]), MemberRole(data["role"]), text(data["city"]), text(data["website"]))


class _Day(DateField):
    """A date; what is none is said in our words."""

    def process_formdata(self, valuelist: Any) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(str(_l("Enter a date, for example 2026-11-20."))) from None


class StepForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A step of a hub's life-cycle."""

    status = StringField(
        _l("Where the hub stands now"), [AnyOf([status.value for status in LifeCycle], _l("Choose one of these."))]
    )
    on = _Day(_l("Since which day"), [InputRequired(_l("Enter the day."))])
    round = IntegerField(
        _l("Round of applications"),
        [
            Optional(),
            NumberRange(1, rules.LAST_ROUND, _l("Enter a number from %(min)s to %(max)s, or leave it empty.")),
        ],
    )
    note = _text(_l("Note, seen by everybody"), 500)

    def step(self) -> Step:
        """What was typed; call it on a valid form."""
        data: dict[str, Any] = self.data
        return Step(LifeCycle(data["status"]), data["on"], data["round"], rules.text(500)(data["note"]))


TEXTS = ("names", "about", "controller", "legal_basis", "emblem_text")
"""Columns of words in several languages, in the order of the form."""
LONGEST = {"names": rules.LONGEST_NAME, "emblem_text": 300}


def typed_texts(form: Mapping[str, str], languages: list[str]) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """(column -> language -> words, field -> what is wrong) of the form of words; fields are `column:language`."""
    found: dict[str, dict[str, str]] = {}
    wrong: dict[str, str] = {}
    for column in TEXTS:
        longest = LONGEST.get(column, rules.LONGEST_TEXT)
        for tag in languages:
            typed = form.get(f"{column}:{tag}")
            if typed is None:
                continue
            try:
                words = rules.text(longest)(typed.replace("\r\n", "\n"))
            except rules.Wrong:
                words = typed
                wrong[f"{column}:{tag}"] = str(_TOO_LONG) % {"max": longest}
            found.setdefault(column, {})[tag] = words
    return found, wrong
