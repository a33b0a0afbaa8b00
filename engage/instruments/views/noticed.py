"""What was noticed while writing: findings in sentences, each with a link to its place, and how long it takes."""

from dataclasses import dataclass

from flask import current_app, url_for

from engage.i18n.locales import endonym
from engage.instruments.domain.analysis.analyse import Analysis, analyse
from engage.instruments.domain.analysis.finding import Finding
from engage.instruments.domain.definition import Instrument
from engage.instruments.views import edit_words, words
from engage.instruments.views.finding_words import finding_sentence
from engage.instruments.working import Copy
from engage.web.kept import Cache

SHOWN = 30
"""Findings that stand beside the form; the first mended make room for more."""


@dataclass(frozen=True, slots=True)
class Check:
    level: str
    where: str
    text: str
    href: str | None


_KEY = "engage-noticed"
_MOST_KNOWN = 64


def analysis(copy: Copy) -> Analysis:
    """Worked out once for each revision: every change makes a new one."""
    known: Cache[tuple[int, int], Analysis] = current_app.extensions.setdefault(_KEY, Cache(_MOST_KNOWN))
    return known.get((copy.version_id, copy.revision), lambda: analyse(copy.instrument))


def checks(found: Analysis, instrument: Instrument, instrument_id: int) -> list[Check]:
    return [
        Check(
            finding.level.value,
            _where(finding, instrument),
            finding_sentence(finding, instrument),
            _address(finding, instrument_id),
        )
        for finding in found.findings[:SHOWN]
    ]


def _where(finding: Finding, instrument: Instrument) -> str:
    if finding.item:
        return edit_words.item_title(instrument, finding.item)
    if finding.section:
        return edit_words.section_title(instrument, finding.section)
    return edit_words.place_title(instrument, finding.place)


def _address(finding: Finding, instrument_id: int) -> str | None:
    if finding.item:
        return url_for("instruments.item", instrument_id=instrument_id, name=finding.item)
    if finding.section:
        return url_for("instruments.section", instrument_id=instrument_id, name=finding.section)
    if finding.place.startswith("languages"):
        return url_for("instruments.languages", instrument_id=instrument_id)
    return url_for("instruments.head", instrument_id=instrument_id)


def minutes(found: Analysis) -> list[tuple[str, str, str]]:
    """Language, its name and how long answering takes."""
    return [(tag, endonym(tag), words.minutes_text(each.typical)) for tag, each in found.minutes.items()]
