"""The privacy notice (GDPR articles 13 and 14), from the registry and from what hubs say of themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Flask
from flask_babel import gettext
from sqlalchemy.orm import Session

from engage.hubs import queries as hubs
from engage.hubs.domain.texts import Said, named, said
from engage.portal.notices.personal_data import PEOPLE, Row, rows
from engage.privacy.registry import Whose, kept


@dataclass(frozen=True, slots=True)
class Responsible:
    """One hub, as it is responsible for personal data."""

    slug: str
    name: Said
    controller: Said
    officer: str
    legal_basis: Said
    contact: Sequence[str]
    public: bool
    """Whether it has a page in the directory."""


@dataclass(frozen=True, slots=True)
class Cookie:
    name: str
    why: str
    how_long: str


def responsible(session: Session, language: str) -> list[Responsible]:
    """Every hub that is listed, or says who is responsible."""
    return [
        Responsible(
            hub.slug,
            named(hub.name, hub.names, hub.languages, language),
            said(hub.controller, language, hub.languages),
            hub.data_protection_officer,
            said(hub.legal_basis, language, hub.languages),
            [part for part in (hub.contact_name, hub.contact_phone, hub.contact_email) if part],
            hub.published_at is not None,
        )
        for hub in hubs.every(session)
        if hub.published_at is not None or hub.controller or hub.data_protection_officer
    ]


def stores(app: Flask) -> Iterable[tuple[str, str, Sequence[Row]]]:
    """(id, heading, what is kept) for each group of people."""
    told = rows(kept(app))
    for whose in Whose:
        yield whose.value, str(PEOPLE[whose]), [row for row in told if row.whose is whose]


def cookies() -> list[Cookie]:
    """Each cookie the product sets. None is for following people."""
    ends = gettext("Until you close the browser")
    return [
        Cookie("s-…", gettext("Keeps your answers together while you answer a survey. Set when you start."), ends),
        Cookie("form", gettext("Protects forms against requests that others forge."), ends),
        Cookie(
            "topics",
            gettext("Remembers which topics of citizens you support, so that each counts once. Set when you press it."),
            gettext("30 days"),
        ),
        Cookie("session", gettext("Keeps people of the hubs signed in. Set on the sign-in page only."), ends),
    ]
