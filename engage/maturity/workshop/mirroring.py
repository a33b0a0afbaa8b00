"""The citizen mirror: a survey of the core statements in plain words, and what people said in it.

Self-assessment knows no surveys: a room above fills the port (`filled_by`), makes the survey, counts its answers and
closes it. Nobody is invited by us: the hub sends the link to people who took part.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.i18n.locales import PUBLIC_LANGUAGES, nearest
from engage.maturity import wording
from engage.maturity.domain import mirror
from engage.maturity.domain.kinds import Stage
from engage.maturity.domain.mirror import View
from engage.maturity.domain.model import Indicator
from engage.maturity.models import Assessment
from engage.maturity.standing import standing

_KEY = "engage-citizen-mirror"
_STAGES = (Stage.RATING, Stage.CONSENSUS)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A survey that shall be there."""

    slug: str
    hub: str
    """Its slug."""
    statements: Mapping[str, Mapping[str, str]]
    """By question: the statement in each language."""
    languages: Sequence[str]
    """In which every statement is there; the source of the statements first."""
    opens_at: datetime
    closes_at: datetime
    shown_from: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What came back so far."""

    answers: int
    """People who sent it."""
    by_statement: Mapping[str, Mapping[str, int]]
    """{question: {answer: people}}."""
    closes_at: datetime | None = None
    """Until when answers are taken; None: no more."""


@dataclass(frozen=True, slots=True)
class Port:
    """What a room above does."""

    make: Callable[[Session, Wanted, datetime], bool]
    """Has the survey made and put in the field; False where nobody can."""
    read: Callable[[Session, str, Sequence[str]], Counted | None]
    """Counts answers of a survey to some questions; None where it is gone."""
    close: Callable[[Session, str, datetime], None]
    """Takes no more answers."""
    address: Callable[[str], str]
    """Of the survey, as a path without a language."""


class _App(Protocol):
    extensions: dict[str, Any]


def filled_by(app: _App, port: Port) -> None:
    """Fill the port; from a wiring above."""
    app.extensions[_KEY] = port


def port(app: _App) -> Port | None:
    found: Port | None = app.extensions.get(_KEY)
    return found


class NotNow(Refusal):
    """Rating has not begun, or the round is signed."""

    code = "mirror_not_now"


class CannotMake(Refusal):
    """The model has no plain statements, or nobody makes surveys."""

    code = "mirror_not_made"


@dataclass(frozen=True, slots=True)
class Results:
    """What people say, statement by statement."""

    answers: int
    views: Mapping[str, View | None]
    """By indicator, in the order of the model; None where fewer than 20 people answered."""

    @property
    def enough(self) -> bool:
        """Whether anything can be shown."""
        return any(each is not None for each in self.views.values())


def asked(assessment: Assessment) -> tuple[Indicator, ...]:
    """The indicators whose statements people are asked about: the core ones that have one."""
    return tuple(each for each in wording.model_of(assessment.model).core if each.plain_statement)


def languages(session: Session, assessment: Assessment) -> tuple[str, ...]:
    """Those in which every statement can be shown; the source first."""
    if not asked(assessment):
        return ()
    source = assessment.model.source_language
    known = sorted(PUBLIC_LANGUAGES, key=lambda tag: tag != source)
    return tuple(tag for tag in known if tag == source or _is_whole(session, assessment, tag))


def _is_whole(session: Session, assessment: Assessment, tag: str) -> bool:
    words = wording.words(session, assessment.model, tag)
    return all(nearest(tag, (words.text(f"{each.id}:plain")[1],)) for each in asked(assessment))


def make(app: _App, session: Session, assessment: Assessment, *, until: datetime, now: datetime) -> None:
    """Have the survey made; it is in the field at once, and stands in no list.

    :param until: when it closes
    :raises NotNow: before rating begins and after sign-off
    :raises CannotMake: where the model has no statements, or nobody makes surveys
    """
    _hold(session, assessment)
    if assessment.stage not in _STAGES:
        raise NotNow
    if assessment.mirror:
        return
    tags, filled = languages(session, assessment), port(app)
    if not tags or filled is None:
        raise CannotMake
    wanted = _wanted(session, assessment, tags, now, until)
    if not filled.make(session, wanted, now):
        raise CannotMake
    assessment.mirror = wanted.slug
    assessment.revision += 1
    session.flush()


def _wanted(session: Session, assessment: Assessment, tags: Sequence[str], now: datetime, until: datetime) -> Wanted:
    said = {tag: wording.words(session, assessment.model, tag) for tag in tags}
    return Wanted(
        slug=f"mirror-{assessment.hub.slug}-{assessment.id}"[:120],
        hub=assessment.hub.slug,
        statements={
            mirror.item(each.id): {tag: said[tag][f"{each.id}:plain"] for tag in tags} for each in asked(assessment)
        },
        languages=tags,
        opens_at=now,
        closes_at=until,
        shown_from=mirror.SHOWN_FROM,
    )


def close(app: _App, session: Session, assessment: Assessment, *, now: datetime) -> None:
    """Take no more answers and keep what people said, so that it does not change under a signature.

    Nothing happens where there is no survey, or it is closed already.
    """
    _hold(session, assessment)
    filled = port(app)
    if not assessment.mirror or assessment.mirror_results or filled is None or assessment.stage not in _STAGES:
        return
    filled.close(session, assessment.mirror, now)
    counted = _count(session, assessment, filled)
    if counted is not None:
        assessment.mirror_results = {
            "answers": counted.answers,
            "counts": {item: dict(sorted(each.items())) for item, each in sorted(counted.by_statement.items())},
        }
    session.flush()


def answers(app: _App, session: Session, assessment: Assessment) -> Counted | None:
    """What came back: as it was kept, or as it stands now; None where nobody was asked."""
    if not assessment.mirror:
        return None
    if assessment.mirror_results:
        kept = assessment.mirror_results
        return Counted(kept["answers"], kept["counts"])
    filled = port(app)
    return _count(session, assessment, filled) if filled is not None else None


def _count(session: Session, assessment: Assessment, filled: Port) -> Counted | None:
    return filled.read(session, assessment.mirror, [mirror.item(each.id) for each in asked(assessment)])


def seen(app: _App, session: Session, assessment: Assessment) -> Results | None:
    """What people say beside what the hub has: nothing before ratings are closed, so that nobody rates by it."""
    counted = answers(app, session, assessment)
    if counted is None or assessment.rating_closed_at is None:
        return None
    score = standing(session, assessment).score.indicators
    views = {}
    for each in asked(assessment):
        supported = score[each.id].supported if each.id in score else None
        counts = counted.by_statement.get(mirror.item(each.id), {})
        views[each.id] = mirror.view(counts, supported, len(each.levels) - 1)
    return Results(counted.answers, views)


def results(app: _App, session: Session, assessment: Assessment) -> dict[str, Any] | None:
    """The same as it is signed (`domain.mirror.plain`); None where nobody was asked."""
    found = seen(app, session, assessment)
    return mirror.plain(assessment.mirror, found.answers, found.views) if found is not None else None


def _hold(session: Session, assessment: Assessment) -> None:
    session.flush()
    session.execute(select(Assessment.id).where(Assessment.id == assessment.id).with_for_update())
    session.refresh(assessment)
