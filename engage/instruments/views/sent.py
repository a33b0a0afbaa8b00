"""A whole form that was sent, saved as one change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort
from flask.typing import ResponseReturnValue

from engage.core.refusal import Refusal
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.editing.change import Change, Summary, together
from engage.instruments.views import item_form, saving
from engage.instruments.views.conflicts import conflict_page
from engage.instruments.views.page import Page
from engage.instruments.working import Overtaken


@dataclass(frozen=True)
class Sent:
    """A form that was sent: what it held, what it holds, where it lies and how it is shown again."""

    page: Page
    target: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    again: Callable[[], str]
    now: Callable[[Instrument], Mapping[str, Any]]
    """What the form would hold in a newer state."""


def save(sent: Sent, parts: list[Change], summary: Summary) -> ResponseReturnValue:
    """Do the parts as one change; nothing to do is saved, too."""
    page, here = sent.page, f"{sent.target}?saved=1"
    seen = item_form.seen(dict(sent.after))
    if not parts:
        return saving.saved(page.copy, here, seen=seen)

    def refused(trouble: str) -> str:
        page.trouble = trouble
        return sent.again()

    def both(met: Overtaken) -> str:
        now = sent.now(met.copy.instrument)
        return conflict_page(page, sent.target, page.title, now, sent.before, sent.after, met)

    try:
        copy = saving.apply(page, parts[0] if len(parts) == 1 else together(*parts, summary=summary))
    except Refusal as error:
        return saving.refused(error, page, refused, both)
    return saving.saved(copy, here, seen=seen)


def require_token() -> None:
    if not saving.TokenForm().validate():
        abort(400)
