"""The board of a period as it is now: counted, beside the period before, with targets and corrections."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Any

from flask_babel import force_locale
from sqlalchemy.orm import Session

from engage.hubs import queries as hub_queries
from engage.i18n.locales import CONSOLE_LANGUAGES
from engage.network import counting, queries, words
from engage.network.domain import figures as known
from engage.network.domain import protecting
from engage.network.domain.figures import BY_KEY, NETWORK_OFFICE, Adding, Choice, Counted, Document, Number
from engage.network.domain.periods import Period
from engage.network.models import FigureCorrection, NetworkTarget
from engage.network.reporting import aims
from engage.network.reporting.board import Board, Correction, Figure, HubName, Named, Narrowed, Part, Target, Words


@dataclass(frozen=True, slots=True)
class Sight:
    """For whom and by which rules it is counted."""

    exact_for: frozenset[int] | None
    """Hubs whose numbers of people are shown as they are; None: of all."""
    today: date
    answer_days: int
    secret: str

    @property
    def level(self) -> str:
        return "all" if self.exact_for is None else "some" if self.exact_for else "none"

    def count(self, session: Session, key: str, period: Period, choice: Choice) -> Counted:
        return counting.count(session, key, period, choice, **self._rules())

    def document(self, session: Session, period: Period, choice: Choice) -> Document:
        return counting.all(session, period, choice, **self._rules())

    def _rules(self) -> dict[str, Any]:
        return {
            "exact_for": self.exact_for,
            "today": self.today,
            "answer_days": self.answer_days,
            "secret": self.secret,
        }


def board(session: Session, period: Period, choice: Choice, sight: Sight) -> Board:
    """All figures. Targets are of the whole network: a board of a part of it has none."""
    now = sight.document(session, period, choice)
    before = sight.document(session, period.before(), choice).figures
    totals = {key: each.total for key, each in before.items()}
    return _board(session, period, choice, sight, list(now.figures.values()), totals)


def _board(
    session: Session,
    period: Period,
    choice: Choice,
    sight: Sight,
    counted: Sequence[Counted],
    before: Mapping[str, Number],
) -> Board:
    hubs = {each.id: each for each in hub_queries.every(session)}
    slugs = {id_: each.slug for id_, each in hubs.items()} | {NETWORK_OFFICE: ""}
    aimed = _by_figure(queries.targets(session)) if choice == Choice() else {}
    changed = _by_figure(queries.corrections(session, since=period.since, until=period.until))
    shown = {hub for each in counted for hub in each.by_hub}
    return Board(
        since=_month(period.since),
        until=_month(period.until),
        before=(_month(period.before().since), _month(period.before().until)),
        narrowed=Narrowed(
            hub=slugs.get(choice.hub or NETWORK_OFFICE, ""),
            country=choice.country,
            scope=str(choice.scope or ""),
            area=str(choice.area or ""),
        ),
        counted_on=sight.today,
        answer_days=sight.answer_days,
        definitions=version(),
        minimum=protecting.SMALLEST,
        exact=sight.level,
        hubs={
            each.slug: HubName(each.slug, each.name, dict(each.names), each.country, str(each.scope))
            for id_, each in hubs.items()
            if id_ in shown
        },
        countries=tuple(dict.fromkeys(code for each in counted for code in each.by_country if code)),
        figures=[
            _figure(
                each,
                before[each.figure],
                slugs,
                [target(session, one, sight) for one in aimed.get(each.figure, ())],
                [_correction(one, slugs, sight) for one in changed.get(each.figure, ()) if one.id in each.corrections],
            )
            for each in counted
        ],
    )


def one(session: Session, key: str, period: Period, choice: Choice, sight: Sight) -> tuple[Board, Counted]:
    """A board of a single figure, and what it was counted from.

    :raises KeyError: where there is no such figure
    """
    counted = sight.count(session, key, period, choice)
    before = sight.count(session, key, period.before(), choice)
    made = _board(session, period, choice, sight, [counted], {key: before.total})
    return made, counted


def target(session: Session, kept: NetworkTarget, sight: Sight) -> Target:
    """A target with how far its figure has come, in the whole network."""
    adding = BY_KEY[kept.figure].adding
    period = aims.period(adding, kept.by, sight.today)
    months: list[tuple[str, Number]] = []
    so_far = Number(None)
    if period is not None:
        counted = sight.count(session, kept.figure, period, Choice())
        so_far = counted.total
        months = list(_added(adding, counted.by_month))
    way = aims.way(kept.figure, adding, so_far, kept.value, kept.by, sight.today)
    return Target(kept.value, kept.by, dict(kept.label), so_far, str(way), tuple(months))


def _added(adding: Adding, by_month: Mapping[date, Number]) -> Iterator[tuple[str, Number]]:
    """What stood at the end of each month: sums are added up, all else is as it was in the month."""
    whole, about = 0.0, False
    for month, number in by_month.items():
        if adding is Adding.SUM:
            whole, about = whole + (number.value or 0), about or number.about or number.below is not None
            yield _month(month), Number(whole, about=about)
        else:
            yield _month(month), number


def _figure(
    counted: Counted,
    before: Number,
    slugs: Mapping[int, str],
    targets: Sequence[Target],
    corrections: Sequence[Correction],
) -> Figure:
    figure = BY_KEY[counted.figure]
    return Figure(
        key=figure.key,
        topic=str(figure.topic),
        topic_name=in_languages(lambda: words.TOPICS[figure.topic]),
        unit=figure.unit,
        adding=figure.adding,
        people=figure.is_people,
        title=in_languages(lambda: words.TITLES[figure.key]),
        definition=in_languages(lambda: words.DEFINITIONS[figure.key]),
        total=counted.total,
        before=before,
        months=tuple((_month(month), number) for month, number in counted.by_month.items()),
        countries=tuple(counted.by_country.items()),
        hubs=_hubs(counted, slugs),
        parts=tuple(parts(figure, counted)),
        available=counted.available,
        targets=tuple(targets),
        corrections=tuple(corrections),
    )


def parts(figure: known.Figure, counted: Counted) -> Iterator[Part]:
    for key, number in counted.by_part.items():
        named = words.PARTS.get(figure.key, {})
        yield Part(key, in_languages(partial(named.get, key, key)), number)


def _hubs(counted: Counted, slugs: Mapping[int, str]) -> Named:
    """Without the network office where it has nothing."""
    return tuple(
        (slugs[hub], number)
        for hub, number in counted.by_hub.items()
        if hub in slugs and (hub != NETWORK_OFFICE or number.value)
    )


def _correction(kept: FigureCorrection, slugs: Mapping[int, str], sight: Sight) -> Correction:
    return Correction(slugs[kept.hub_id], _month(kept.month), change(kept, sight), kept.reason)


def change(kept: FigureCorrection, sight: Sight) -> Number:
    """By how much a correction changes its figure, protected as the figure is."""
    exact = sight.exact_for is None or kept.hub_id in sight.exact_for
    if exact or not BY_KEY[kept.figure].is_people:
        return Number(kept.change)
    chance = protecting.chance(sight.secret, f"correction:{kept.id} {kept.month}")
    cell = protecting.protected(kept.change, chance)
    return Number(None, below=protecting.SMALLEST) if cell.hidden else Number(cell.value, about=True)


def in_languages(say: Callable[[], object]) -> Words:
    """Words of the interface in each language of the console, to be kept."""
    found: dict[str, str] = {}
    for tag in CONSOLE_LANGUAGES:
        with force_locale(tag.replace("-", "_")):
            found[tag] = str(say())
    return found


def version() -> str:
    """Of what figures mean: it changes with every word of a definition."""
    with force_locale("en"):
        whole = "\n".join(f"{key}: {words.DEFINITIONS[key]}" for key in BY_KEY)
    return sha256(whole.encode()).hexdigest()[:8]


def _by_figure(kept: Sequence[Any]) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for each in kept:
        if each.figure in BY_KEY:
            found.setdefault(each.figure, []).append(each)
    return found


def _month(day: date) -> str:
    return f"{day:%Y-%m}"
