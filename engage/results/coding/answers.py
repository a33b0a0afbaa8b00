"""What people wrote to a question, with what has been made of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.instruments.domain.definition import DECLINED, Instrument
from engage.results import service
from engage.results.domain.coding import Coded, Coding, State
from engage.results.domain.questions import questions
from engage.results.models import TextCode, TextCoding, TextWork
from engage.surveys.models import Survey
from engage.surveys.sight import Seen


@dataclass(frozen=True, slots=True)
class Answer:
    """One written answer."""

    response_id: int
    language: str
    """The language of the response; what was written may be in another."""
    raw: str
    """As it was written: for those who redact, and nobody else."""
    work: TextWork | None
    coded: Coded

    @property
    def redacted(self) -> str | None:
        return self.work.redacted if self.work else None

    @property
    def quote(self) -> Mapping[str, str] | None:
        """What is released of it, by language."""
        return self.work.quote if self.work and self.work.released_on else None


def keys(instrument: Instrument) -> tuple[str, ...]:
    """Where answers are kept that can be redacted and coded: not those inside of lists, which have no place of
    their own."""
    inside = {key for each in questions(instrument) if each.list for key in (each.key, each.other_key)}
    return tuple(key for key in service.free_text_keys(instrument) if key not in inside)


def answers(session: Session, survey: Survey, key: str, *, seen: Seen = None) -> list[Answer]:
    """The written answers under a key, of responses that count, in the order of their random ids: it is always the
    same and says nothing about who wrote when.

    :param key: one of `keys`
    :param seen: only responses to these countries' editions
    """
    frame = service.filtered(session, survey, keys=[key], seen=seen)
    works = _works(session, survey.id, key)
    coded = _coded(session, survey.id, key)
    written = frame.select("_response", "_language", key).drop_nulls(key).sort("_response")
    return [
        Answer(response_id, language, text.strip(), works.get(response_id), coded.get(response_id, Coded()))
        for response_id, language, text in written.iter_rows()
        if text.strip() and text != DECLINED
    ]


def _works(session: Session, survey_id: int, key: str) -> dict[int, TextWork]:
    statement = select(TextWork).where(TextWork.survey_id == survey_id, TextWork.item == key)
    return {row.response_id: row for row in session.scalars(statement)}


def _coded(session: Session, survey_id: int, key: str) -> dict[int, Coded]:
    """In the order in which they were given."""
    columns = (TextCoding.response_id, TextCoding.coder_id, TextCoding.codes, TextCoding.settled)
    statement = select(*columns).where(TextCoding.survey_id == survey_id, TextCoding.item == key)
    found: dict[int, list[Coding]] = {}
    for response_id, coder, codes, settled in session.execute(statement.order_by(TextCoding.id)):
        found.setdefault(response_id, []).append(Coding(coder, frozenset(codes), settled))
    return {response_id: Coded(tuple(codings)) for response_id, codings in found.items()}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far work with the answers to a question has come."""

    written: int
    redacted: int
    one: int
    """Coded by one person so far."""
    two: int
    """Coded by two, or settled."""
    different: int
    """Of them: not settled yet."""
    quotes: int


def progress(found: Iterable[Answer]) -> Progress:
    every = list(found)
    states = [each.coded.state for each in every]
    return Progress(
        len(every),
        sum(each.redacted is not None for each in every),
        states.count(State.ONE),
        sum(each in (State.SAME, State.DIFFERENT, State.SETTLED) for each in states),
        states.count(State.DIFFERENT),
        sum(each.quote is not None for each in every),
    )


def codebook(session: Session, survey_id: int, key: str) -> Sequence[TextCode]:
    """The codes of a question in their order."""
    statement = select(TextCode).where(TextCode.survey_id == survey_id, TextCode.item == key)
    return session.scalars(statement.order_by(TextCode.place, TextCode.id)).all()


@dataclass(frozen=True, slots=True)
class Found:
    """Answers by what a page calls them, which is not the key of their response."""

    every: Sequence[Answer]
    called: Callable[[int], str]
    _known: dict[str, Answer] = field(default_factory=dict)

    def by(self, reference: str) -> Answer | None:
        if not self._known:
            self._known.update((self.called(each.response_id), each) for each in self.every)
        return self._known.get(reference)
