"""Sheets of paper to rate on, as tagged PDF (PDF/UA-1), in a language and a form."""

from collections.abc import Mapping, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from flask_babel import format_date, gettext

from engage.i18n.locales import direction
from engage.maturity import words_rating
from engage.maturity.domain import asked
from engage.maturity.domain.kinds import Confidence
from engage.maturity.domain.model import Indicator, MaturityModel
from engage.maturity.models import Assessment
from engage.maturity.rating.reading import answers
from engage.maturity.wording import Words
from engage.web.typesetting import typeset


def pdf(data: Mapping[str, Any]) -> bytes:
    with as_file(files(__package__) / "paper") as folder:
        return typeset(Path(folder) / "sheet.typ", data)


def sheet_of(
    assessment: Assessment, model: MaturityModel, words: Words, codes: Sequence[str], *, short: bool, language: str
) -> dict[str, Any]:
    """What stands on sheets, in the language of the interface that is in use; the model's words in `words`.

    :param codes: one sheet each; an empty one is a sheet without a code, for a room
    """
    indicators = asked.of_form(model, assessment.kind, short=short)
    told = [
        gettext("You rate alone. Nobody reads what single people said: it is counted, without names."),
        gettext("Tick one answer for each question. Leave open what you do not want to answer."),
    ]
    if not short:
        told.append(
            gettext(
                "Choose the highest level of which every sentence is true, and every sentence of the levels before it."
            )
        )
    if assessment.rating_until is not None:
        day = format_date(assessment.rating_until, "full")
        told.append(gettext("Give this sheet back in a closed envelope by %(day)s.", day=day))
    return {
        "title": gettext("How well does this hub listen to citizens?"),
        "language": language.split("-", maxsplit=1)[0],
        "direction": direction(language),
        "page": gettext("Page {page} of {pages}"),
        "code": gettext("Sheet {code}"),
        "codes": list(codes),
        "told": told,
        "sure": gettext("How sure are you?"),
        "sureness": [str(words_rating.CONFIDENCE[each]) for each in Confidence],
        "why": gettext("Why do you think so?"),
        "questions": [_question(each, words, short=short) for each in indicators],
    }


def _question(indicator: Indicator, words: Words, *, short: bool) -> dict[str, Any]:
    plain = asked.is_plain(indicator, short=short)
    nobody = {"text": "", "language": "en", "direction": "ltr"}
    return {
        "question": _said(words, asked.question_place(indicator, short=short)),
        "levels": [
            {"name": nobody if plain else _said(words, f"level:{level}:name"), "text": _said(words, place)}
            for level, place in enumerate(asked.level_places(indicator, short=short))
        ],
        "others": [str(words_rating.ANSWERS[each]) for each in answers(indicator)[len(indicator.levels) :]],
    }


def _said(words: Words, place: str) -> dict[str, str]:
    text, language = words.text(place)
    return {"text": text, "language": language.split("-")[0], "direction": direction(language)}
