"""Words of evidence and facts that everybody reads, those who rate among them."""

from collections.abc import Mapping
from typing import Any

from flask_babel import format_decimal, gettext, lazy_gettext, ngettext

from engage.maturity.domain.figures import SMALLEST, Shown
from engage.maturity.domain.kinds import EvidenceKind, FactSource
from engage.maturity.domain.model import Unit

KINDS: Mapping[EvidenceKind, Any] = {
    EvidenceKind.FILE: lazy_gettext("Document"),
    EvidenceKind.LINK: lazy_gettext("Page of the web"),
    EvidenceKind.ACTIVITY: lazy_gettext("Activity of the hub"),
    EvidenceKind.STATEMENT: lazy_gettext("Statement"),
}
SOURCES: Mapping[FactSource, Any] = {
    FactSource.COMPUTED: lazy_gettext("Counted by the platform"),
    FactSource.DECLARED: lazy_gettext("Said by the hub"),
    FactSource.NONE: lazy_gettext("Not measured here"),
}


def figure(shown: Shown) -> str:
    """A figure with its unit, in the reader's format."""
    if shown.value is None:
        return gettext("fewer than %(number)s", number=SMALLEST)
    number = str(format_decimal(round(shown.value, 2)))
    match shown.figure.unit:
        case Unit.PERCENT | Unit.SHARE:
            return gettext("%(number)s of 100", number=number)
        case Unit.MEAN:
            return gettext("%(number)s on a scale from 1 to 5", number=number)
        case Unit.DAYS:
            return ngettext("%(number)s day", "%(number)s days", round(shown.value), number=number)
        case Unit.WORKING_DAYS:
            return ngettext("%(number)s working day", "%(number)s working days", round(shown.value), number=number)
    return number
