"""Figures in words, in a reader's language: on pages, in charts, in printed reports."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date, format_skeleton
from flask_babel import force_locale, gettext, ngettext

from engage.hubs.domain.texts import named, said
from engage.i18n.locales import babel_locale, direction
from engage.network.domain.figures import Number, Unit
from engage.network.reporting.aims import Way
from engage.network.reporting.board import NETWORK_OFFICE, Board, Figure
from engage.results.charts.reader import Reader


@dataclass(frozen=True, slots=True)
class Teller:
    """To somebody who reads a language; words of the interface come in it, too (see `speaking`)."""

    language: str

    @property
    def reader(self) -> Reader:
        return Reader(self.language, self.direction, gettext, ngettext)

    @property
    def direction(self) -> str:
        return direction(self.language)

    # -- names

    def pick(self, words: Mapping[str, str]) -> str:
        """Of words that are kept by language."""
        return said(words, self.language).text

    def month(self, code: str) -> str:
        """`2026-03`: "Mar 2026"."""
        return str(format_skeleton("yMMM", _day(code), locale=babel_locale(self.language)))

    def short_month(self, code: str) -> str:
        """For under a column: "Mar", and the year at its beginning."""
        day = _day(code)
        skeleton = "yMMM" if day.month == 1 else "MMM"
        return str(format_skeleton(skeleton, day, locale=babel_locale(self.language)))

    def day(self, day: date) -> str:
        return str(format_date(day, "long", locale=babel_locale(self.language)))

    def period(self, since: str, until: str) -> str:
        """ "January to June 2026", "December 2025 to May 2026", "March 2026"."""
        locale = babel_locale(self.language)
        first, last = _day(since), _day(until)
        end = str(format_skeleton("yMMMM", last, locale=locale))
        if since == until:
            return end
        same = first.year == last.year
        start = str(format_date(first, "LLLL", locale) if same else format_skeleton("yMMMM", first, locale=locale))
        return gettext("%(first)s to %(last)s", first=start, last=end)

    def country(self, code: str) -> str:
        return self.reader.country(code) if code else gettext("Of no country")

    def hub(self, board: Board, slug: str) -> str:
        found = board.hubs.get(slug)
        if slug == NETWORK_OFFICE or found is None:
            return gettext("Network office")
        return named(found.name, found.names, (), self.language).text

    # -- numbers

    def number(self, number: Number, unit: Unit) -> str:
        """What stands for it: "about 320", "fewer than 10", "not shown", "–" where there is nothing to make it of."""
        if number.withheld:
            return gettext("not shown")
        if number.below is not None:
            return gettext("fewer than %(number)s", number=self.reader.count(number.below))
        if number.value is None:
            return "–"
        plain = self.value(number.value, unit)
        return gettext("about %(number)s", number=plain) if number.about else plain

    def value(self, value: float, unit: Unit) -> str:
        reader = self.reader
        match unit:
            case Unit.SHARE:
                return reader.percent(value)
            case Unit.DAYS:
                shown = reader.number(value)
                return ngettext("%(days)s day", "%(days)s days", 1 if value == 1 else 2, days=shown)
            case Unit.GAP:
                return reader.number(value, 2)
        return reader.number(value)

    def change(self, figure: Figure) -> str:
        """Against the period before: "before: 34 (+12)"."""
        now, before = figure.total, figure.before
        if before.value is None and before.below is None and not before.withheld:
            return gettext("before: nothing")
        words = self.number(before, figure.unit)
        both = now.value is not None and before.value is not None
        if not both or now.about or before.about:
            return gettext("before: %(number)s", number=words)
        difference = (now.value or 0) - (before.value or 0)
        if not difference:
            return gettext("before: the same")
        signed = self.signed(difference, 2 if figure.unit is Unit.GAP else 1)
        if figure.unit is Unit.SHARE:
            signed = gettext("%(change)s points", change=signed)
        return gettext("before: %(number)s (%(change)s)", number=words, change=signed)

    def signed(self, change: float, digits: int = 1) -> str:
        """With its sign; a minus as wide as a plus."""
        return self.reader.signed(change, digits).replace("-", "−")

    def correction(self, change: Number) -> str:
        """With its sign; protected ones as any number."""
        if change.value is None or change.about:
            return self.number(change, Unit.NUMBER)
        return self.signed(change.value)

    def protection(self, exact: str) -> str:
        """What is said of numbers of people, once on each page and in each file."""
        if exact == "all":
            return gettext(
                "You see numbers of people as they were counted. In reports and for others, small ones are protected."
            )
        rule = gettext(
            "Numbers of people are protected, so that nobody can be recognised: fewer than 10 are not shown, others "
            "are rounded to fives before they are added up. “About” stands before each of them."
        )
        if exact == "some":
            return f"{rule} {gettext('Those of your own hubs are shown as they were counted.')}"
        return rule


def way_words(way: str) -> str:
    """How a figure stands to a target, for a tag."""
    match Way(way):
        case Way.REACHED:
            return gettext("target reached")
        case Way.MISSED:
            return gettext("target not reached")
        case Way.ABOVE:
            return gettext("more than the target so far")
    return gettext("on the way to the target")


@contextmanager
def speaking(language: str) -> Iterator[Teller]:
    """A teller, with all words of the interface in its language."""
    with force_locale(language.replace("-", "_")):
        yield Teller(language)


def _day(code: str) -> date:
    return date.fromisoformat(f"{code}-01")
