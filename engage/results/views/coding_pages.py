"""What pages about written answers share: the question, its answers, and how a page calls an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import abort, url_for
from flask_babel import gettext

from engage.db.session import db
from engage.i18n.locales import endonym
from engage.results.coding import answers
from engage.results.coding.answers import Answer, Found, Progress
from engage.results.models import TextCode
from engage.results.views import presenting
from engage.results.views.presenting import Words
from engage.results.views.team_pages import Page, blueprint, page_of
from engage.web import signed
from engage.web.desk.forms import Filled, options
from engage.web.permissions import Permission, actor

bp = blueprint("result_coding", __name__)
NONE = "-none-"
"""What is ticked where no code fits; no code is called so."""
TEXT_MOST = 20_000


@dataclass
class Open:
    """An open question as a page works with it."""

    here: Page
    key: str

    @cached_property
    def question(self) -> Words:
        return presenting.question_of(self.here.instrument, self.key, self.here.reader)

    @property
    def beside(self) -> bool:
        """Whether the words stand beside an answer that was offered."""
        return self.key.endswith("/other")

    @cached_property
    def answers(self) -> list[Answer]:
        return answers.answers(db.session(), self.here.survey, self.key, seen=self.here.seen)

    @cached_property
    def progress(self) -> Progress:
        return answers.progress(self.answers)

    @cached_property
    def codes(self) -> Sequence[TextCode]:
        return answers.codebook(db.session(), self.here.survey.id, self.key)

    @cached_property
    def found(self) -> Found:
        return Found(self.answers, self.called)

    def called(self, response_id: int) -> str:
        """How a page calls an answer: not by the key of its response, and otherwise with every question."""
        return signed.token(response_id, "written answer", f"{self.here.survey.id}/{self.key}")[12:24]

    def one(self, reference: str) -> Answer:
        """404 for one that is not there, or that nobody but redactors may read."""
        found = self.found.by(reference)
        if found is None or found.redacted is None:
            abort(404)
        return found

    def render(self, template: str, **values: Any) -> str:
        return self.here.render(f"results/manage/{template}", open=self, key=self.key, endonym=endonym, **values)

    def address(self, name: str, **values: Any) -> str:
        return url_for(f".{name}", slug=self.here.survey.slug, key=self.key, **values)

    def note(self, action: str, **details: Any) -> None:
        self.here.note(action, question=self.key, **details)


def open_question(slug: str, key: str, label: Permission) -> Open:
    """404 for a key under which nothing is written."""
    here = page_of(slug, label)
    if key not in answers.keys(here.instrument):
        abort(404)
    return Open(here, key)


def me() -> int:
    """Who asks; codes are somebody's."""
    found = actor().id
    if found is None:
        abort(403)
    return found


def label_of(code: TextCode) -> Words:
    """In the working language in which it was written."""
    language, text = next(iter(code.labels.items()), ("", code.code))
    return Words(text, language)


def code_options(codes: Sequence[TextCode]) -> list[dict[str, object]]:
    """To tick, and that none of them fits."""
    found: list[dict[str, object]] = [
        {"value": each.code, "label": label_of(each).text, **({"hint": each.meaning} if each.meaning else {})}
        for each in codes
    ]
    return [*found, {"divider": gettext("or")}, {"value": NONE, "label": gettext("None of the codes fits")}]


def read_codes(sent: Filled, name: str, codes: Sequence[TextCode]) -> list[str] | None:
    """What was ticked for an answer; None where nothing was. What contradicts itself is said beside it."""
    ticked = set(sent.all(name))
    known = [each.code for each in codes if each.code in ticked]
    if NONE in ticked and known:
        sent.errors.setdefault(name, gettext("Tick codes, or that none fits, not both."))
    return known if ticked & {NONE, *known} else None


def languages_of(page: Page, *more: str) -> list[str]:
    """Those of the survey, and others that an answer is in."""
    return list(dict.fromkeys((*page.instrument.languages, *(each for each in more if each))))


def language_options(tags: Sequence[str]) -> list[dict[str, str]]:
    return options(tags, endonym)


def errors_of(sent: Filled) -> list[tuple[str, str]]:
    """For the summary of what is wrong: where, and what."""
    return [(f"i-{name}" if name else "", text) for name, text in sent.errors.items()]
