"""The hub with its parts, its pictures, its team, its activities and who pays for them."""

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from engage.accounts.models import Person, PersonRole, Role
from engage.activities.models import Activity, ActivityHub, ActivityPartner, ActivityTold, Funding
from engage.handover.parts.kept import Choice, Hubs, Kept
from engage.hubs.domain import reading, rules
from engage.hubs.models import Hub, HubStep, Image, Organisation
from engage.mail.models import MailText


def activities(hubs: Hubs) -> Any:
    """Selects the ids of their activities."""
    return select(Activity.id).where(Activity.hub_id.in_(hubs))


def _funding(hubs: Hubs) -> ColumnElement[bool]:
    return or_(Funding.hub_id.in_(hubs), Funding.activity_id.in_(activities(hubs)))


def _shown(hubs: Hubs) -> ColumnElement[bool]:
    emblems = select(Hub.emblem).where(Hub.id.in_(hubs))
    covers = select(Activity.cover).where(Activity.hub_id.in_(hubs))
    return Image.digest.in_(emblems.union(covers, select(Funding.emblem).where(_funding(hubs))).subquery().select())


def _team(hubs: Hubs) -> ColumnElement[bool]:
    return Person.id.in_(select(PersonRole.person_id).where(PersonRole.hub_id.in_(hubs))) & Person.closed_at.is_(None)


def _readable_hub(row: Mapping[str, Any]) -> None:
    rules.slug(row["slug"])
    for name, check in reading.VALUES.items():
        check(row[name])
    for part, check in reading.CONTACT.items():
        check(row[f"contact_{part}"])


KEPT = (
    Kept(model=Image, where=_shown, known_by=("digest",)),
    Kept(
        model=Hub,
        where=Hub.id.in_,
        unique=("slug",),
        left=frozenset({"revision"}),
        read=_readable_hub,
    ),
    Kept(model=HubStep, where=HubStep.hub_id.in_),
    Kept(model=Organisation, where=Organisation.hub_id.in_, addresses=frozenset({"website"})),
    Kept(
        model=Person,
        where=_team,
        needs=Choice.PEOPLE,
        known_by=("email",),
        left=frozenset({"password", "fs_uniquifier", "totp_secret", "totp_counter", "guide", "closed_at"}),
        fixed={"fs_uniquifier": lambda: secrets.token_hex(32), "password": None},
        read=lambda row: rules.mail_address(row["email"]),
    ),
    Kept(
        model=Role,
        where=lambda hubs: Role.id.in_(select(PersonRole.role_id).where(PersonRole.hub_id.in_(hubs))),
        needs=Choice.PEOPLE,
        known_by=("name",),
    ),
    Kept(model=PersonRole, where=PersonRole.hub_id.in_, needs=Choice.PEOPLE, droppable=True),
    Kept(
        model=Activity,
        where=Activity.hub_id.in_,
        unique=("slug",),
        addresses=frozenset({"link", "document"}),
        texts=frozenset({"title", "summary", "cover_text"}),
    ),
    Kept(
        model=ActivityHub,
        where=lambda hubs: ActivityHub.activity_id.in_(activities(hubs)),
        droppable=True,
        elsewhere=frozenset({"hub_id"}),
    ),
    Kept(
        model=ActivityPartner,
        where=lambda hubs: ActivityPartner.activity_id.in_(activities(hubs)),
        addresses=frozenset({"website"}),
    ),
    Kept(model=ActivityTold, where=lambda hubs: ActivityTold.activity_id.in_(activities(hubs))),
    Kept(model=Funding, where=_funding, droppable=True, texts=frozenset({"statement", "emblem_text"})),
    Kept(model=MailText, where=MailText.hub_id.in_, hubs=frozenset({"hub_id"})),
)
