"""What the pages of countries show: the preview of one edition, what differs in it, how far its words have come."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, NoReturn

from flask import abort, make_response, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from engage.core.refusal import Refusal
from engage.i18n.locales import endonym
from engage.instruments.domain.definition import Edition, Instrument, ItemType
from engage.instruments.domain.editing.change import Change
from engage.instruments.domain.editions import Differs, differences, national
from engage.instruments.domain.translations import progress
from engage.instruments.views import edit_words, saving
from engage.instruments.views import page as pages
from engage.instruments.views.page import Page
from engage.instruments.working import Overtaken
from engage.web.console import render
from engage.web.framing import FRAMING


@dataclass(slots=True)
class CountryPage(Page):
    """A page of the editor about one country: the preview shows its edition."""

    country: str = ""

    @property
    def edition(self) -> Edition:
        return self.instrument.editions[self.country]

    @property
    def language(self) -> str:
        """The one the preview begins with: the country's first."""
        return national(self.instrument, self.country).languages[0]

    @property
    def written_in(self) -> tuple[str, ...]:
        """The languages in which the country's own words are asked for: those it offers, and the source."""
        return tuple(dict.fromkeys((*self.edition.languages, self.source)))

    @property
    def previews(self) -> list[tuple[str, str, str]]:
        found = []
        for tag in national(self.instrument, self.country).languages:
            address = self.around.preview(tag, self.section)
            if address:
                sign = "&" if "?" in address else "?"
                found.append((tag, endonym(tag), f"{address}{sign}country={self.country}"))
        return found


def load(instrument_id: int, country: str, at: str) -> CountryPage:
    """Aborts with 404 when there is no such instrument or the country has no edition."""
    page = pages.load(instrument_id, at)
    if country not in page.instrument.editions:
        gone(page)
    return CountryPage(**{each.name: getattr(page, each.name) for each in fields(Page)}, country=country)


def gone(page: Page) -> NoReturn:
    """Aborts with 404 and the outline: somebody may have taken out what the form was for."""
    page.at = ""
    page.trouble = gettext("This is not there any more, or has another name. The history says who changed it.")
    response = make_response(render("instruments/editor/start.html", page=page, empty=False), 404)
    response.headers["Content-Security-Policy"] = FRAMING
    abort(response)


def do(
    page: Page,
    change: Change,
    where: Callable[[Any], str],
    again: Callable[[str], str],
    conflict: Callable[[Overtaken], str] | None = None,
) -> ResponseReturnValue:
    """Apply one change and go on, or show the page again with the reason."""
    try:
        copy = saving.apply(page, change)
    except Refusal as error:
        return saving.refused(error, page, again, conflict or (lambda met: again(saving.met(met.conflicts, page))))
    return saving.saved(copy, where(copy))


def coverage(instrument: Instrument, country: str) -> list[dict[str, Any]]:
    """The languages a country offers, and how much of what is shown there is still missing or unchecked in each."""
    edition = national(instrument, country)
    found = []
    for tag in edition.languages:
        reached = progress(edition, tag)
        total = reached.missing + reached.draft + reached.stale + reached.reviewed + reached.approved
        found.append(
            {
                "tag": tag,
                "name": endonym(tag),
                "missing": reached.missing,
                "draft": reached.draft + reached.stale,
                "percent": 100 * (total - reached.missing) // total if total else 100,
            }
        )
    return found


def differing(instrument: Instrument, country: str, instrument_id: int) -> list[dict[str, str]]:
    """The items a country asks differently: their text, what differs in words, and the page to change it."""
    return [
        {
            "text": edit_words.item_title(instrument, name),
            "what": differs_words(what, len(instrument.editions[country].items[name].options)),
            "href": url_for("instruments.national_item", instrument_id=instrument_id, country=country, name=name),
        }
        for name, what in differences(instrument, country).items()
    ]


def differs_words(what: tuple[Differs, ...], options: int) -> str:
    """What differs, in words: "own words, 5 own answers"."""
    if Differs.LEFT_OUT in what:
        return gettext("not asked")
    said = []
    if Differs.LABEL in what or Differs.HINT in what:
        said.append(gettext("own words"))
    if Differs.OPTIONS in what:
        said.append(ngettext("%(num)s own answer", "%(num)s own answers", options))
    return ", ".join(said)


def asked_alike(instrument: Instrument, country: str, instrument_id: int) -> list[dict[str, str]]:
    """The items a country asks as for all, save the one that asks for the country."""
    different = differences(instrument, country)
    return [
        {
            "text": pages.item_text(item),
            "href": url_for("instruments.national_item", instrument_id=instrument_id, country=country, name=item.name),
        }
        for item in instrument.items
        if item.name not in different and item.name != instrument.country_item and item.type is not ItemType.CALCULATION
    ]
