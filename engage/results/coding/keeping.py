"""What is kept of work with written answers: redactions, codebooks, codings, quotes."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import ClassVar

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.results.coding.answers import Answer
from engage.results.models import TextCode, TextCoding, TextWork


class CodeTaken(Refusal):
    """The question has a code of this name already."""

    code: ClassVar[str] = "code_taken"


class CodeInUse(Refusal):
    """Answers carry the code."""

    code: ClassVar[str] = "code_in_use"

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class NotRedacted(Refusal):
    """Nobody has read the answer for what may say who somebody is, or it was given back."""

    code: ClassVar[str] = "not_redacted"


# -- redaction


def redact(session: Session, survey_id: int, key: str, answer: Answer, text: str, *, by: int | None) -> bool:
    """Keep what others may read of an answer; False where somebody else was quicker, whose text stays."""
    work = session.get(TextWork, (answer.response_id, key), with_for_update=True, populate_existing=True)
    if work is None:
        work = TextWork(response_id=answer.response_id, item=key, survey_id=survey_id)
        session.add(work)
    elif work.redacted is not None:
        return False
    work.redacted, work.redacted_by_id = text, by
    session.flush()
    return True


def give_back(answer: Answer) -> None:
    """Somebody can be recognised in it: nobody else reads it, or its translation and quote, before it is redacted
    again."""
    work = answer.work
    if work is None or work.redacted is None:
        raise NotRedacted
    work.redacted = work.redacted_by_id = None
    work.translation = work.translation_language = ""
    take_back(answer)


# -- the codebook


def add_code(session: Session, survey_id: int, key: str, code: str, label: Mapping[str, str], meaning: str) -> TextCode:
    """:raises CodeTaken: when the question has one of this name"""
    last = select(func.max(TextCode.place)).where(TextCode.survey_id == survey_id, TextCode.item == key)
    place = (session.scalar(last) or 0) + 1
    row = TextCode(survey_id=survey_id, item=key, code=code, labels=dict(label), meaning=meaning, place=place)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise CodeTaken(code) from None
    return row


def used(session: Session, row: TextCode) -> int:
    """How many answers carry a code, by anybody's coding."""
    return len({each.response_id for each in _with(session, row)})


def _with(session: Session, row: TextCode) -> list[TextCoding]:
    statement = select(TextCoding).where(TextCoding.survey_id == row.survey_id, TextCoding.item == row.item)
    return [each for each in session.scalars(statement) if row.code in each.codes]


def remove_code(session: Session, row: TextCode) -> None:
    """:raises CodeInUse: while answers carry it"""
    number = used(session, row)
    if number:
        raise CodeInUse(number)
    session.delete(row)


def merge_code(session: Session, row: TextCode, into: TextCode) -> int:
    """Every coding that has the one gets the other, and the one is gone; how many answers that touched."""
    codings = _with(session, row)
    for each in codings:
        each.codes = sorted({into.code if code == row.code else code for code in each.codes})
    session.delete(row)
    return len({each.response_id for each in codings})


def move_code(found: list[TextCode], row: TextCode, *, up: bool) -> None:
    """One place up or down among the codes of its question."""
    at = found.index(row)
    other = at - 1 if up else at + 1
    if 0 <= other < len(found):
        found[at], found[other] = found[other], found[at]
    for place, each in enumerate(found, 1):
        each.place = place


# -- coding


def code_answer(session: Session, survey_id: int, key: str, answer: Answer, codes: Collection[str], *, by: int) -> bool:
    """Keep somebody's codes; False where they have coded it or two others have, and nothing is kept."""
    if not answer.coded.is_for(by):
        return False
    try:
        with session.begin_nested():
            session.add(_coding(survey_id, key, answer, codes, by))
    except IntegrityError:  # sent twice
        return False
    return True


def _coding(survey_id: int, key: str, answer: Answer, codes: Collection[str], coder: int | None) -> TextCoding:
    return TextCoding(
        survey_id=survey_id, response_id=answer.response_id, item=key, coder_id=coder, codes=sorted(set(codes))
    )


def settle(session: Session, survey_id: int, key: str, answer: Answer, codes: Collection[str]) -> None:
    """What holds of an answer that two coded; what was settled before is replaced. It is the team's: of no coder."""
    settled = (TextCoding.response_id == answer.response_id, TextCoding.item == key, TextCoding.settled)
    session.execute(delete(TextCoding).where(*settled))
    row = _coding(survey_id, key, answer, codes, None)
    row.settled = True
    session.add(row)


def translate(answer: Answer, text: str, language: str) -> None:
    """A working translation, for the team."""
    if answer.work is None or answer.work.redacted is None:
        raise NotRedacted
    answer.work.translation, answer.work.translation_language = text, language if text else ""


# -- quotes


def release(answer: Answer, quote: Mapping[str, str], *, by: int | None, on: date) -> None:
    """The next edition may show it, in these languages."""
    work = answer.work
    if work is None or work.redacted is None:
        raise NotRedacted
    work.quote, work.released_by_id, work.released_on = dict(quote), by, on


def take_back(answer: Answer) -> None:
    """The next edition does not show it."""
    if answer.work is not None:
        answer.work.quote = answer.work.released_by_id = answer.work.released_on = None
