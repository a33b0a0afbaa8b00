"""What the pages and files of published results share: which edition an address means, in which language, for whom."""

from dataclasses import dataclass
from typing import Any

from flask import abort, current_app, request
from flask_babel import gettext, ngettext

from engage.db.session import db
from engage.i18n.locales import direction
from engage.results import published as editions
from engage.results.charts.published import Teller
from engage.results.charts.reader import Reader
from engage.results.published import Issue, Issues
from engage.results.publishing import figures
from engage.results.publishing.figures import Published
from engage.results.reporting import items
from engage.results.reporting.items import Group
from engage.surveys.models import Survey
from engage.web import languages
from engage.web.newest import newest

MOST_READ = 16
"""Documents kept in a process: read from their stored form once."""
KEPT = ("edition", "group")
"""What an address says besides, and what stays when its language changes."""


@dataclass(frozen=True, slots=True)
class Document:
    """An edition as it was published."""

    figures: Published
    texts: dict[str, dict[str, str]]
    stored: dict[str, Any]
    """The figures as they are stored, for files."""


@dataclass(frozen=True, slots=True)
class Here:
    """What an address asks for."""

    issues: Issues
    issue: Issue
    document: Document
    lang: str
    group: Group | None

    @property
    def survey(self) -> Survey:
        return self.issues.survey

    @property
    def query(self) -> dict[str, Any]:
        """What addresses beside this one say to mean the same figures."""
        asked: dict[str, Any] = {"edition": self.issue.number} if self.issue is not self.issues.newest else {}
        return asked | ({"group": self.group.code} if self.group else {})

    @property
    def pinned(self) -> dict[str, Any]:
        """The same for files: an edition that comes later changes nothing of them."""
        return {"edition": self.issue.number} | ({"group": self.group.code} if self.group else {})

    def teller(self) -> Teller:
        """In the language of this request."""
        reader = Reader(self.lang, direction(self.lang), gettext, ngettext)
        return Teller(reader, self.document.figures.source_language, self.document.figures.method.minimum)


def issues_of(slug: str) -> Issues:
    """What was published of the survey at an address; 404 where nothing ever was."""
    found = editions.issues(db.session(), slug)
    if found is None:
        abort(404)
    return found


def here(slug: str, lang: str) -> Here:
    """What the address asks for: the newest edition or the numbered one, for everybody or a group. 404 otherwise."""
    asked = nearly(slug, lang)
    if asked.group is None and request.args.get("group"):
        abort(404)
    return asked


def nearly(slug: str, lang: str) -> Here:
    """The same, for everybody where there is no such group: an edition that came later may leave it out."""
    found = issues_of(slug)
    issue = asked_issue(found)
    document = document_of(issue)
    code = request.args.get("group", "")
    return Here(found, issue, document, lang, items.group(document.figures, code) if code else None)


def asked_issue(found: Issues) -> Issue:
    """The edition with the number in the address, else the one that holds, else the last that was taken back."""
    number = request.args.get("edition", "")
    if not number:
        return found.newest or found.all[0]
    issue = found.numbered(int(number)) if number.isdecimal() and len(number) < 6 else None
    if issue is None:
        abort(404)
    return issue


def document_of(issue: Issue) -> Document:
    """The figures and texts of an edition, read once: they never change."""

    def make() -> Document:
        stored, texts = editions.document(db.session(), issue.id)
        return Document(figures.read(stored), dict(texts), dict(stored))

    made: Document = newest("published-results", MOST_READ).get(issue.key, make)
    return made


def served(document: Document) -> tuple[str, ...]:
    """The languages of the survey, and those of the product: figures can be read in all of them."""
    return tuple(dict.fromkeys((*document.figures.method.languages, *languages.offered(current_app))))


def kept() -> dict[str, str]:
    """What the address says besides its language."""
    return {name: request.args[name] for name in KEPT if request.args.get(name)}
