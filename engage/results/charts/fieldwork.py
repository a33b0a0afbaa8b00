"""Charts of the fieldwork: by day, by language, and where people stop."""

from collections.abc import Mapping

from engage.results.charts.reader import Gettext, Ngettext, Reader
from engage.results.domain.fieldwork import Fieldwork
from engage.web.charts.bars import Bar, Row, bars
from engage.web.charts.columns import ColumnBar, columns
from engage.web.charts.drawing import Drawn


def days_chart(found: Fieldwork, *, language: str, direction: str, gettext: Gettext, ngettext: Ngettext) -> Drawn:
    """A column a day: starts, and within them what was sent."""
    reader, _ = Reader(language, direction, gettext, ngettext), gettext
    days = [
        ColumnBar(reader.day(day), progress.starts, reader.count(progress.starts), inner=float(progress.submitted))
        for day, progress in found.days
    ]
    title = _("Starts and responses by day")
    described = reader.listing(
        _("%(day)s: %(started)s started, %(sent)s sent", day=reader.day(day), started=p.starts, sent=p.submitted)
        for day, p in found.days
        if p.starts
    )
    key = _("Whole column: started. Dark part: sent.")
    return Drawn(
        columns(days, direction) if days else None,
        title,
        described,
        [title, _total(found, reader), key] if days else [title, _total(found, reader)],
    )


def languages_chart(
    found: Fieldwork,
    *,
    names: Mapping[str, str],
    language: str,
    direction: str,
    gettext: Gettext,
    ngettext: Ngettext,
) -> Drawn:
    """A bar a language: its part of all starts. `names`: language tag -> its name for the reader."""
    reader, _ = Reader(language, direction, gettext, ngettext), gettext
    whole = found.total.starts
    rows = [
        Row(
            names.get(tag, tag),
            [Bar(100 * p.starts / whole, f"{reader.percent(100 * p.starts / whole)} ({reader.count(p.starts)})")],
        )
        for tag, p in found.languages
    ]
    title = _("Starts by language")
    described = reader.listing(f"{row.label}: {row.bars[0].text}" for row in rows)
    return Drawn(
        bars(rows, direction) if rows else None,
        title,
        described,
        [title, _total(found, reader)],
    )


def drop_off_chart(
    found: Fieldwork,
    *,
    titles: Mapping[str, str],
    language: str,
    direction: str,
    gettext: Gettext,
    ngettext: Ngettext,
) -> Drawn:
    """A bar a section: how many of those who started came that far. `titles`: section -> its title."""
    reader, _ = Reader(language, direction, gettext, ngettext), gettext
    whole = found.sections[0].reached if found.sections else 0
    rows = []
    for each in found.sections if whole else ():
        label = _("Before the first question") if each.section is None else titles.get(each.section, each.section)
        text = _(
            "%(reached)s, %(stopped)s stopped", reached=reader.count(each.reached), stopped=reader.count(each.stopped)
        )
        rows.append(Row(label, [Bar(100 * each.reached / whole, text)]))
    title = _("How far people came")
    return Drawn(
        bars(rows, direction) if rows else None,
        title,
        reader.listing(f"{row.label}: {row.bars[0].text}" for row in rows),
        [title, _total(found, reader)],
    )


def _total(found: Fieldwork, reader: Reader) -> str:
    _, ngettext = reader.gettext, reader.ngettext
    rate = found.total.completion_rate
    if rate is None:
        return _("Nobody has started yet.")
    return ngettext(
        "%(started)s person started, %(sent)s sent their answers (%(rate)s).",
        "%(started)s people started, %(sent)s sent their answers (%(rate)s).",
        found.total.starts,
        started=reader.count(found.total.starts),
        sent=reader.count(found.total.submitted),
        rate=reader.percent(100 * rate),
    )
