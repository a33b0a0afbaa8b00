"""Why somebody waits and about where they stand, in plain words: the same in mails and on pages."""

from collections.abc import Callable

from babel.numbers import format_decimal

from engage.events.domain.kinds import AttendeeRole
from engage.events.domain.places import KEPT, LimitKind
from engage.events.domain.waiting import Standing, Why
from engage.i18n.locales import babel_locale

Translate = Callable[[str], str]
_ALL = (LimitKind.EVENT, LimitKind.SITE, LimitKind.ROOM)


def words(standing: Standing | None, site: str, language: str, _: Translate) -> str:
    """“All places for “Norway” are taken. You are about number 7 of those who wait for the same places.”

    :param standing: None for who does not wait: nothing is said
    :param site: the name of theirs
    """
    return " ".join((*reasons(standing, site, _), line(standing, language, _))) if standing else ""


def reasons(standing: Standing, site: str, _: Translate) -> tuple[str, ...]:
    """Each thing that is full, once. Where nothing is left, nothing that is left is kept for others."""
    nothing_left = any(why.limit.kind in _ALL for why in standing.why)
    told = (why for why in standing.why if not (nothing_left and why.limit.kind in KEPT))
    return tuple(dict.fromkeys(_reason(why, site, _) for why in told)) or (_full(_),)


def line(standing: Standing, language: str, _: Translate) -> str:
    """About where they stand among those who could take the same places."""
    number = str(format_decimal(standing.about, locale=babel_locale(language)))
    return _("You are about number {number} of those who wait for the same places.").replace("{number}", number)


def _full(_: Translate) -> str:
    return _("All places are taken at the moment.")


def _reason(why: Why, site: str, _: Translate) -> str:
    kind, of = why.limit
    if kind is LimitKind.ROLE and of == AttendeeRole.COMPANION:
        return _("All places for companions are taken.")
    if kind in KEPT:
        return _("The places that are left are kept for other groups until a set day.")
    if kind is LimitKind.QUOTA and why.name:
        return _("All places for “{name}” are taken.").replace("{name}", why.name)
    if kind in (LimitKind.SITE, LimitKind.ROOM) and site:
        return _("All places at “{name}” are taken.").replace("{name}", site)
    return _full(_)
