"""What attackers write into fields, how it gets into everything that is stored, and what must never come of it."""

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import JSON, String, Table, Text, select, text, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from engage.db.base import Base
from engage.i18n import locales
from tests.support.html import Element, left_marks, parse

_OUT = '" onfocus=window.__xss=1 \' onfocus=window.__xss=1 ">'
"""Ends an attribute in whatever quotes."""
XSS0 = f"{_OUT}<svg onload=fetch('/__xss?'+document.domain)>'\"-->{{{{7*7}}}}${{7*7}}<img src=x onerror=window.__xss=1>"
SHORT = '"><img src=x onerror=x>{{7*7}}'
TEMPLATES = "{{config}}{{''.__class__.__mro__}}{0.__class__}%(secret)s${7*7}#{7*7}{event.__init__.__globals__}"
MARKUP = (
    "<p onmouseover=window.__xss=1>x</p><a href=javascript:window.__xss=1>y</a><script>window.__xss=1</script>"
    "<math><mtext><table><mglyph><style><!--</style><img src=x onerror=window.__xss=1>"
)
LINKED = "[press](javascript:window.__xss=1) ![x](x onerror=window.__xss=1) <javascript:window.__xss=1>"
PAYLOADS = (XSS0, TEMPLATES, MARKUP, LINKED)
RAW = ("<svg onload", "<img src=x", "<p onmouseover", "<script>window", "<math>", "<mglyph")
WORKED_OUT = re.compile(r"-->49|\$49|#49|<class '|\(<class|<Config |ENGAGE_SECRET|'__builtins__'")
MARKUP_TYPES = ("text/html", "image/svg+xml", "application/atom+xml", "application/xml", "text/xml")
_ODD_NAME = re.compile(r"^on|[^a-z0-9_:.\-]", re.IGNORECASE)
_STRUCTURE = {"relevance", "constraint", "condition", "calculation", "expression", "required", "accept", "filter"}
_FIXED = {"console_session", "job", "audit_entry", "attempt", "role", "recovery_code", "account_link", "scheduled_run"}
_FIXED |= {"maturity_model"}  # compared with what is bundled; its texts are in a table of their own
_PROSE = """
about address affiliation answer body by by_name city contact_name cost desk details file_name funder group_name groups
guardian_name label licence minority name note organisation owner pay reason role source sponsor subject text title who
why without_check words
"""
_NAMES = frozenset(_PROSE.split())


def wrong_with(response: TestResponse) -> list[str]:
    """What came of a payload in a response as it is served."""
    if response.mimetype not in MARKUP_TYPES:
        return _as_file(response)
    return wrong_with_markup(response.get_data(as_text=True))


def _as_file(response: TestResponse) -> list[str]:
    """Nothing but markup is ever read as markup, and no template was worked out in any text."""
    found = [] if response.headers.get("X-Content-Type-Options") == "nosniff" else ["browsers may guess what it is"]
    if response.mimetype.startswith("text/") or response.mimetype in ("application/json", "application/geo+json"):
        worked = WORKED_OUT.search(response.get_data(as_text=True))
        found += [f"a template was worked out: {worked[0]}"] if worked else []
    return found


def wrong_with_markup(html: str) -> list[str]:
    found = [f"{each} is there as it was written" for each in RAW if each in html]
    worked = WORKED_OUT.search(html)
    found += [f"a template was worked out: {worked[0]}"] if worked else []
    found += [f"marks of a compiled page are left: {left_marks(html)!r}"] if left_marks(html) else []
    for element in parse(html).walk():
        found += list(_wrong_with(element))
    return found


def _wrong_with(element: Element) -> Iterator[str]:
    odd = [name for name in element.attributes if _ODD_NAME.search(name)]
    if odd:
        yield f"<{element.tag}> has {odd}"
    for name in ("href", "src", "action", "formaction", "xlink:href"):
        target = "".join(element[name].split()).lower()
        if target.startswith(("javascript:", "vbscript:")) or (name == "src" and target == "x"):
            yield f"<{element.tag}> leads to {target[:60]}"
    if element.tag == "script" and "<" in element.raw:
        yield f"data of a script has markup: {element.raw[:80]}"


# -- into everything that is stored


def everywhere(session: Session, payload: str = XSS0) -> int:
    """Write the payload behind every text that people wrote, in every language; how many texts there were.

    Rules that keep rows as they are stand aside for it: this is not about them.
    """
    triggers = session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, _ in triggers:
        session.execute(text(f'DROP TRIGGER "{name}"'))
    count = sum(_table(session, table, payload) for table in Base.metadata.sorted_tables if table.name not in _FIXED)
    for _, sql in triggers:
        session.execute(text(sql))
    return count


def _table(session: Session, table: Table, payload: str) -> int:
    columns = [column for column in table.columns if isinstance(column.type, (JSON, String, Text))]
    key = list(table.primary_key.columns)
    count = 0
    for row in session.execute(select(table)).mappings().all():
        values = {c.name: row[c.name] for c in columns if c not in key and row[c.name]}
        changed = {
            name: _answers(value, payload) if name == "answers" else _poisoned(value, name, payload)
            for name, value in values.items()
        }
        changed = {name: value for name, value in changed.items() if value != values[name]}
        if changed:
            session.execute(update(table).where(*(c == row[c.name] for c in key)).values(changed))
            count += len(changed)
    return count


def _poisoned(value: Any, name: str, payload: str) -> Any:
    if isinstance(value, dict):
        return {key: part if key in _STRUCTURE else _poisoned(part, key, payload) for key, part in value.items()}
    if isinstance(value, list):
        return [_poisoned(part, "", payload) for part in value]
    return f"{value}{payload}" if _is_prose(value, name) else value


def _answers(answers: Any, payload: str) -> Any:
    """What respondents wrote themselves: words, as against codes."""
    return {key: f"{each}{payload}" if isinstance(each, str) and " " in each else each for key, each in answers.items()}


def _is_prose(value: Any, name: str) -> bool:
    """What somebody wrote to be read; neither a code nor an address nor a document in a text."""
    if not isinstance(value, str) or value[:1] in ("{", "[", "$") or "@" in value or "://" in value:
        return False
    if name in locales.PUBLIC_LANGUAGES:
        return " " in value or value[:1].isupper()
    return name in _NAMES and " " in value
