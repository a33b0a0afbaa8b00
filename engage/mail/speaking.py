"""The product's own words in any interface language, outside of requests; and values as a language says them."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.places import find
from engage.core.settings import Settings
from engage.i18n import locales
from engage.mail import safe
from engage.mail.kinds import Form, Placeholder, Translate
from engage.web.additions import service as additions
from engage.web.additions.messages import translations_of
from engage.web.additions.models import InterfaceLanguage

MOST_ENTRIES = 50
LONGEST_PROSE = 2_000


def shipped(settings: Settings) -> tuple[str, ...]:
    """The interface languages of this instance that the product brings."""
    wanted = [tag for tag in settings.languages.replace(",", " ").split() if tag in locales.PUBLIC_LANGUAGES]
    return tuple(wanted) or locales.PUBLIC_LANGUAGES


def added(session: Session) -> dict[str, int]:
    """Languages that this instance has added, with their revisions."""
    statement = select(InterfaceLanguage.language, InterfaceLanguage.revision)
    rows = session.execute(statement.where(InterfaceLanguage.offered_at.is_not(None)))
    return {row.language: row.revision for row in rows}


def offered(session: Session, settings: Settings) -> tuple[str, ...]:
    """Every language in which the product's own mails are written."""
    ours = shipped(settings)
    return (*ours, *sorted(tag for tag in added(session) if tag not in ours))


_added: dict[tuple[str, int], Translations] = {}


def translate_into(session: Session, language: str) -> Translate:
    """The translate function of an offered language."""
    if language in locales.PUBLIC_LANGUAGES:
        return _gettext(language)
    revision = added(session).get(language)
    if revision is None:
        return _gettext(locales.DEFAULT)
    if (language, revision) not in _added:
        for known in [key for key in _added if key[0] == language]:
            del _added[known]
        _added[language, revision] = translations_of(language, additions.texts(session, language))
    return _added[language, revision].gettext


def shipped_translate(settings: Settings, language: str) -> Translate:
    """The same without a database, into the nearest language that the product brings."""
    offered = shipped(settings)
    return _gettext(locales.nearest(language, offered) or offered[0])


@lru_cache(maxsize=64)
def _gettext(language: str) -> Callable[[str], str]:
    loaded: NullTranslations = Translations.load(str(find("translations")), [language.replace("-", "_")], "public")
    return loaded.gettext


def said(placeholder: Placeholder, value: object, language: str, translate: Translate) -> str:
    """A value as it stands in a mail: in the language's format, one line, and never a link."""
    text = str(value)
    match placeholder.form:
        case Form.PROSE:
            return safe.from_people(text, LONGEST_PROSE)
        case Form.DAY:
            return _day(text, language)
        case Form.NUMBER:
            return _number(text, language)
        case Form.ADDRESS:
            return safe.address(text)
        case Form.LIST:
            entries = [line for line in text.split("\n") if line.strip()][:MOST_ENTRIES]
            return format_list([_text(placeholder, line, translate) for line in entries], locale=_locale(language))
        case Form.TEXT:
            return _text(placeholder, text, translate)


def _locale(language: str) -> str:
    return str(locales.babel_locale(language))


def _text(placeholder: Placeholder, text: str, translate: Translate) -> str:
    return safe.from_people(placeholder.word(translate, text) if placeholder.word else text)


def _day(text: str, language: str) -> str:
    try:
        return str(format_date(date.fromisoformat(text), "long", locale=_locale(language)))
    except ValueError:
        return safe.from_people(text)


def _number(text: str, language: str) -> str:
    try:
        return str(format_decimal(text, locale=_locale(language)))
    except (ValueError, ArithmeticError):
        return safe.from_people(text)
