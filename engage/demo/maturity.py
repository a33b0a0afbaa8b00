"""The demonstration's self-assessments: signed rounds of seventeen hubs, one being rated, a workshop, a first look.

Everything goes through the services that people's pages use, on days that lie behind; people and views are invented.
"""

import json
import random
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from importlib.resources import files
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engage.accounts.models import Grant, Person
from engage.accounts.roles import Duty
from engage.core.located import from_yaml, read_text
from engage.demo import maturity_panels as panels
from engage.hubs import queries as hubs
from engage.hubs.domain import reading
from engage.hubs.domain.reading import HubFile
from engage.mail.models import OutboxMail
from engage.maturity import queries, queries_carried, queries_workshop, wording
from engage.maturity.domain.evidence import in_order
from engage.maturity.domain.kinds import ActionState, AssessmentKind, EvidenceKind, LevelState, Signer
from engage.maturity.domain.model import MaturityModel
from engage.maturity.domain.rounds import RoundPlan
from engage.maturity.evidence import checking, keeping
from engage.maturity.evidence.keeping import Given
from engage.maturity.modelling.keeping import bundled
from engage.maturity.models import Assessment, Evidence, ModelVersion
from engage.maturity.rating import closing
from engage.maturity.rounds import first_look, making, opening, panel
from engage.maturity.signing import plans, signatures
from engage.maturity.signing.content import content
from engage.maturity.signing.plans import Planned
from engage.maturity.workshop import leading

SEED = 2028
CHECKER = "Checker from outside (invented)"
REASON = "We are a small country team; the next panel will be larger."
_ROUND = timedelta(days=55)
"""From making a round to its signatures."""
_DAY = timedelta(days=1)


def load(session: Session, *, now: datetime, lead: str, citizen: str, checker: str) -> int:
    """Bring all in; says how many assessments there are. Nobody is written to.

    :param lead: the mail address of the account that signs for the hubs; `citizen`, `checker`: of who has these duties
    """
    given, chance = source(), random.Random(SEED)  # noqa: S311 -- invented people
    model = bundled(session, now)
    by = (*_people(session, lead, citizen, checker), _facilitator(session, now))
    for each in given["signed"]:
        _signed(session, model, given, each, by, chance, now)
    running = [
        _rated(session, model, given, chance, now),
        _in_workshop(session, model, given, chance, now),
    ]
    for assessment in running:
        _duty(session, assessment, by[1], Duty.CO_SIGNER)
        _duty(session, assessment, by[2], Duty.EVIDENCE_CHECKER)
        _duty(session, assessment, by[3], Duty.FACILITATOR)
    _look(session, model, given["first_look"], chance, now)
    session.execute(delete(OutboxMail).where(OutboxMail.kind.startswith("maturity.")))
    session.flush()
    return len(given["signed"]) + len(running) + 1


def more_hubs() -> HubFile:
    """Five hubs beside those of `hubs.yaml`, so that seventeen have signed."""
    return reading.read(json.dumps({"hubs": source()["hubs"]}, default=str).encode())


def source() -> Mapping[str, Any]:
    """What `maturity.yaml` says."""
    found: Mapping[str, Any] = from_yaml(read_text((files(__package__) / "maturity.yaml").read_bytes())).value
    return found


def _people(session: Session, *addresses: str) -> Sequence[int]:
    found = {each.email: each.id for each in session.scalars(select(Person).where(Person.email.in_(addresses)))}
    return [found[address] for address in addresses]


def _facilitator(session: Session, now: datetime) -> int:
    """Somebody who leads workshops of several hubs, and never signs in."""
    found = Person(
        email="facilitator@example.org",
        fs_uniquifier=secrets.token_hex(32),
        name="Faye Cilitator (invented)",
        language="en",
        created_at=now,
    )
    session.add(found)
    session.flush()
    return found.id


# -- rounds


def _begun(
    session: Session,
    model: ModelVersion,
    given: Mapping[str, Any],
    each: Mapping[str, Any],
    kind: AssessmentKind,
    made_at: datetime,
    chance: random.Random,
) -> Assessment:
    """A round with its evidence and its panel, before people rate."""
    hub, day = hubs.by_slug(session, each["hub"]), made_at.date()
    assert hub is not None
    plan = RoundPlan(
        title=f"Round {day.year}" if kind is AssessmentKind.FULL else f"Core indicators {day.year}",
        period_from=day - timedelta(days=730),
        period_until=day,
        rating_until=day + timedelta(days=35),
        workshop_on=day + timedelta(days=42),
        working_language="en",
        pay="40 euros and the journey (example)",
    )
    before = next(iter(queries_carried.candidates(session, hub.id, model)), None)
    made = making.begin(
        session, hub, model, kind, plan, previous=before, benchmark=each.get("benchmark", True), now=made_at
    )
    made.seed = chance.getrandbits(62)
    known = {indicator.id for indicator in wording.model_of(model).indicators}
    making.set_targets(
        session,
        made,
        {indicator: level for indicator, level in given["targets"].items() if indicator in known},
        seen=made.revision,
    )
    panel.add(session, made, panels.seats(given, hub.slug, hub.languages, each["panel"], chance))
    _show(session, made, each, made_at + 10 * _DAY)
    opening.open_rating(session, made, now=made_at + 20 * _DAY)
    return made


def _show(session: Session, assessment: Assessment, each: Mapping[str, Any], at: datetime) -> None:
    """A document or a statement for each dimension, as good as the hub is; the best ones are checked from outside."""
    model = wording.model_of(assessment.model)
    classes = in_order(model)
    for level, dimension in zip(each["profile"], model.dimensions, strict=True):
        place = max(0, min(len(classes) - 1, level - each["shows"]))
        if not place:
            continue
        dated = place > 1
        kept = keeping.save(
            session,
            assessment,
            None,
            Given(
                kind=EvidenceKind.LINK if dated else EvidenceKind.STATEMENT,
                title=f"{dimension.title}: report (invented)" if dated else f"{dimension.title}: as the team sees it",
                about="Invented for the demonstration.",
                indicators=[indicator.id for indicator in dimension.indicators],
                dated_on=at.date() - 60 * _DAY if dated else None,
                evidence_class=classes[place].id,
                url=f"https://{each['hub']}.example.org/reports/{dimension.id.lower()}" if dated else "",
            ),
            now=at,
        )
        if place == len(classes) - 1:
            _check(session, assessment, kept, model, at + _DAY)


def _check(session: Session, assessment: Assessment, kept: Evidence, model: MaturityModel, at: datetime) -> None:
    checking.check(
        session,
        assessment,
        kept,
        kept.evidence_class,
        "Seen, and as described.",
        by=CHECKER,
        of_the_team=False,
        model=model,
        now=at,
    )


def _signed(
    session: Session,
    model: ModelVersion,
    given: Mapping[str, Any],
    each: Mapping[str, Any],
    by: Sequence[int],
    chance: random.Random,
    now: datetime,
) -> None:
    signed_at = now - each["ago"] * _DAY
    made_at = signed_at - _ROUND
    made = _begun(session, model, given, each, AssessmentKind.FULL, made_at, chance)
    panels.rate(session, made, each["profile"], made_at.date() + 27 * _DAY, chance)
    closing.close(session, made, now=made_at + 36 * _DAY)
    if each.get("facilitated", True):
        _duty(session, made, by[3], Duty.FACILITATOR)
    _talk(session, made)
    for signer, person in ((Signer.HUB_LEAD, by[0]), (Signer.CITIZEN, by[1])):
        found = content(session, made)
        note = REASON if signer is Signer.HUB_LEAD and found.to_be_justified else ""
        signatures.sign(session, made, signer, person_id=person, seen=found.digest, note=note, now=signed_at)
    if each["hub"] == "default":
        _plan(session, made, given["actions"], signed_at, now)


def _talk(session: Session, assessment: Assessment) -> None:
    """The workshop votes once on what is split, and finds together."""
    split = [id_ for id_, each in queries.levels(session, assessment.id).items() if each.state is LevelState.SPLIT]
    for indicator in split:
        room = leading.begin(session, assessment, indicator)
        leading.choose(session, assessment, indicator, seen=room.revision)
        leading.open_vote(session, assessment, seen=room.revision)
        leading.close_vote(session, assessment, seen=room.revision)
        level = queries.levels(session, assessment.id)[indicator].level or 1
        people = queries_workshop.voted(session, room).people
        leading.show_result(session, assessment, {str(level): people - 2, str(level + 1): 2}, seen=room.revision)
    if split:
        leading.end(session, assessment, seen=room.revision)


def _plan(
    session: Session, assessment: Assessment, given: Sequence[Mapping[str, Any]], signed_at: datetime, now: datetime
) -> None:
    """Three actions, due after half a year; what is due by now is done, but for one."""
    levels, model = queries.levels(session, assessment.id), wording.model_of(assessment.model)
    due = signed_at.date() + timedelta(days=180)
    for number, each in enumerate(given):
        level = min((levels[each["indicator"]].level or 0) + 1, model.top)
        descriptor = model.indicator(each["indicator"]).levels[level]
        planned = Planned(
            title=each["title"],
            owner=f"{each['owner']} (invented)",
            owner_email="",
            due_on=due + number * 20 * _DAY,
            cost=each["cost"],
            sponsor=each["sponsor"],
            statements=(descriptor,),
        )
        made = plans.add(session, assessment, each["indicator"], level, planned, now=signed_at)
        if due < now.date() and number:
            plans.check_off(session, made, {0})
            plans.close(session, assessment, made, ActionState.DONE, "", signed_at + (170 + number) * _DAY)


# -- what goes on


def _rated(
    session: Session, model: ModelVersion, given: Mapping[str, Any], chance: random.Random, now: datetime
) -> Assessment:
    """People rate; half of them have handed in."""
    each = given["rating"]
    made = _begun(session, model, given, each, AssessmentKind.CORE, now - 26 * _DAY, chance)
    panels.rate(
        session, made, each["profile"], _day(now), chance, reasons=given["reasons"], handing_in=each["handed_in"]
    )
    return made


def _in_workshop(
    session: Session, model: ModelVersion, given: Mapping[str, Any], chance: random.Random, now: datetime
) -> Assessment:
    """Ratings are closed, and the room looks at the first question on which people are far apart."""
    each = given["workshop"]
    made = _begun(session, model, given, each, AssessmentKind.FULL, now - 40 * _DAY, chance)
    panels.rate(session, made, each["profile"], _day(now) - 8 * _DAY, chance, reasons=given["reasons"], splits=4)
    closing.close(session, made, now=now - 4 * _DAY)
    split = [id_ for id_, level in queries.levels(session, made.id).items() if level.state is LevelState.SPLIT]
    leading.begin(session, made, split[0])
    return made


def _duty(session: Session, assessment: Assessment, person: int, duty: Duty) -> None:
    session.add(Grant(person_id=person, thing=queries.THING, thing_id=assessment.id, duty=duty))
    session.flush()


def _look(session: Session, model: ModelVersion, each: Mapping[str, Any], chance: random.Random, now: datetime) -> None:
    """A first look that is finished."""
    then = now - 12 * _DAY
    day = _day(then)
    plan = RoundPlan(f"First look {day.year}", day - 730 * _DAY, day, None, None, "en", "")
    hub = hubs.by_slug(session, each["hub"])
    assert hub is not None
    made = making.begin(session, hub, model, AssessmentKind.FIRST_LOOK, plan, now=then)
    about = wording.model_of(model)
    classes, profile = in_order(about), dict(zip((one.id for one in about.dimensions), each["profile"], strict=True))
    for indicator in first_look.asked(made):
        level = max(0, min(about.top, profile[about.dimension_of(indicator.id).id] + chance.choice((0, 0, 1))))
        place = max(0, min(len(classes) - 2, level - each["shows"]))
        first_look.give(session, made, indicator, first_look.Given(level, classes[place].id))
    first_look.finish(session, made, now=then)


def _day(now: datetime) -> date:
    return now.date()
