"""What a policy brief says in one language: the same in the page, the PDF and the Word file."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from engage.hubs.domain.texts import said
from engage.instruments.readers.markup import to_plain
from engage.outcomes.briefs.resting import Figure, Told
from engage.outcomes.briefs.standing import Standing as Brief
from engage.outcomes.domain.briefs import Texts, requests
from engage.outcomes.domain.kinds import RecommendationState
from engage.outcomes.domain.ledger import clock
from engage.outcomes.domain.written import Asked
from engage.outcomes.showing.standing import Standing, standing
from engage.outcomes.showing.words import STANDINGS
from engage.results.charts.published import Teller
from engage.results.charts.reader import Reader
from engage.results.reporting import items, method
from engage.results.reporting.blocks import Emblem, Text
from engage.results.reporting.items import Item

_IN_A_LIST = re.compile(r"\s*[-*+]\s+\S")


@dataclass(frozen=True, slots=True)
class About:
    """What stands around a brief."""

    hub: str
    today: date
    answer_days: int
    address: str
    """Of its page."""
    of_outcome: Callable[[str], str]
    """The address of the page of an outcome, by its slug."""
    of_results: Callable[[str, int], str]
    """The address of an edition of results, by the survey's slug and its number."""
    funders: Sequence[Emblem] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """What people said, by outcome."""

    title: str
    paragraphs: Sequence[str]


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure: charts, tables, and where they are from."""

    item: Item
    source: str


@dataclass(frozen=True, slots=True)
class Request:
    """One thing that people ask for, and what became of it."""

    text: str
    to: str
    """The body that is to answer, with the words before it."""
    standing: Standing
    state: str
    when: str
    """Since when, or until when."""
    answers: Sequence[tuple[str, str]]
    """What was answered, decided and done, each with its label."""


@dataclass(frozen=True, slots=True)
class Requests:
    """What people ask for, by outcome."""

    title: str
    requests: Sequence[Request]


@dataclass(frozen=True, slots=True)
class Source:
    title: Text
    address: str
    more: str = ""
    """`Edition 2, 3 May 2026`"""


@dataclass(frozen=True, slots=True)
class Heads:
    """The product's own words in a brief."""

    kind: str
    heard: str
    figures: str
    requests: str
    asks: str
    sources: str
    online: str
    page: str
    """`Page {page} of {pages}`"""


@dataclass(frozen=True, slots=True)
class Content:
    """A brief in one language."""

    language: str
    heads: Heads
    title: str
    hub: str
    date: str
    address: str
    lead: Sequence[str]
    heard: Sequence[Heard]
    figures: Sequence[Shown]
    notes: Sequence[str]
    """How to read the figures."""
    requests: Sequence[Requests]
    asks: Sequence[str]
    sources: Sequence[Source]
    funders: Sequence[Emblem]


def content(brief: Brief, about: About, reader: Reader) -> Content:
    """The brief in the language of the reader."""
    draft, rests = brief.draft, brief.rests

    def pick(texts: Texts) -> str:
        return _plain(said(texts, reader.language, (draft.source,)).text)

    return Content(
        language=reader.language,
        heads=_heads(reader),
        title=pick(draft.title),
        hub=about.hub,
        date=_date(brief, about, reader),
        address=about.address,
        lead=_paragraphs(pick(draft.lead)),
        heard=[Heard(pick(each.said.title), _paragraphs(pick(each.said.heard))) for each in rests.outcomes],
        figures=[_figure(each, reader) for each in rests.figures],
        notes=list(dict.fromkeys(note for each in rests.figures for note in _notes(each, reader))),
        requests=[_requests(each, about, reader, pick) for each in rests.outcomes if each.said.recommendations],
        asks=requests(pick(draft.asks)),
        sources=list(_sources(brief, about, reader, pick)),
        funders=about.funders,
    )


def _heads(reader: Reader) -> Heads:
    _ = reader.gettext
    return Heads(
        kind=_("Policy brief"),
        heard=_("What people said"),
        figures=_("In figures"),
        requests=_("What they ask for"),
        asks=_("What we ask of you"),
        sources=_("Sources"),
        online=_("Online"),
        page=_("Page {page} of {pages}"),
    )


def _date(brief: Brief, about: About, reader: Reader) -> str:
    _, published = reader.gettext, brief.brief.published_at
    today = _day(about.today, reader)
    if published is None:
        return _("Draft of %(day)s", day=today)
    first = _day(published.date(), reader)
    return first if first == today else _("%(day)s, answers as of %(today)s", day=first, today=today)


def _day(day: date, reader: Reader) -> str:
    return str(format_date(day, "long", locale=reader.locale))


def _plain(text: str) -> str:
    """Restricted Markdown without its marks, line by line; what stood in a list keeps a dot before it."""
    lines = text.split("\n")
    return "\n".join(("• " if _IN_A_LIST.match(line) else "") + to_plain(line) for line in lines).strip()


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]


# -- figures


def _teller(figure: Figure, reader: Reader) -> Teller:
    return Teller(reader, figure.published.source_language, figure.published.method.minimum)


def _figure(figure: Figure, reader: Reader) -> Shown:
    """As the public page of results draws it, without what else it shows of the same survey."""
    _, teller = reader.gettext, _teller(figure, reader)
    item = items.parts(figure.published, teller)[0].items[0]
    title, when = teller.pick(figure.published.title)[0], method.when(figure.published.method, teller)
    parts = [title, *([when] if when else []), _("edition %(number)s", number=figure.issue.number)]
    return Shown(item, " · ".join(parts))


def _notes(figure: Figure, reader: Reader) -> list[str]:
    """That people chose to answer, where they did, and how counts are rounded."""
    return method.sentences(figure.published.method, _teller(figure, reader))[:2]


# -- what people ask for


def _requests(told: Told, about: About, reader: Reader, pick: Callable[[Texts], str]) -> Requests:
    asked = [_request(each, about, reader, pick) for each in told.said.recommendations]
    return Requests(pick(told.said.title), asked)


def _request(asked: Asked, about: About, reader: Reader, pick: Callable[[Texts], str]) -> Request:
    _, body = reader.gettext, pick(asked.addressed_to)
    found = standing(asked, about.today, about.answer_days)
    return Request(
        text=pick(asked.text),
        to=_("To: %(body)s", body=body) if body else "",
        standing=found,
        state=_("Not handed over yet") if _waits_for_nobody(asked) else str(STANDINGS[found]),
        when=" · ".join(_when(asked, found, about, reader)),
        answers=[(label, text) for label, text in _answers(asked, reader, pick) if text],
    )


def _waits_for_nobody(asked: Asked) -> bool:
    return asked.state is RecommendationState.OPEN and asked.handed_on is None


def _when(asked: Asked, found: Standing, about: About, reader: Reader) -> Iterator[str]:
    """Since when it is so, or until when an answer is due."""
    _, since = reader.gettext, asked.done_on or asked.answered_on
    if found in (Standing.OPEN, Standing.OVERDUE):
        due = clock(asked, about.today, about.answer_days).due
        if asked.handed_on and due:
            yield _("handed over on %(day)s", day=_day(asked.handed_on, reader))
            yield _("due on %(day)s", day=_day(due, reader))
    elif since:
        yield _day(since, reader)


def _answers(asked: Asked, reader: Reader, pick: Callable[[Texts], str]) -> Iterator[tuple[str, str]]:
    """What counts most: what was done, else what was decided, else the answer; a reason always."""
    _ = reader.gettext
    if asked.state is RecommendationState.DONE:
        yield _("What was done"), pick(asked.done)
    elif pick(asked.decision):
        by = ", ".join(part for part in (pick(asked.decided_by), _known(asked.decided_on, reader)) if part)
        yield (_("Decision (%(by)s)", by=by) if by else _("Decision")), pick(asked.decision)
    elif asked.state is not RecommendationState.DECLINED:
        yield _("Answer"), pick(asked.answer)
    yield _("Reason"), pick(asked.reason)
    if asked.due_on and asked.state in (RecommendationState.ACCEPTED, RecommendationState.IN_PART):
        yield _("To be done by"), _day(asked.due_on, reader)


def _known(day: date | None, reader: Reader) -> str:
    return _day(day, reader) if day else ""


# -- sources


def _sources(brief: Brief, about: About, reader: Reader, pick: Callable[[Texts], str]) -> Iterator[Source]:
    for told in brief.rests.outcomes:
        yield Source(Text(pick(told.said.title)), about.of_outcome(told.row.slug))
    editions = {(each.of.survey, each.issue.number): each for each in brief.rests.figures}
    for (survey, number), each in editions.items():
        title = Text(*_teller(each, reader).pick(each.published.title))
        edition = reader.gettext("edition %(number)s", number=number)
        more = f"{edition}, {_day(each.issue.published_at.date(), reader)}"
        yield Source(title, about.of_results(survey, number), more)
