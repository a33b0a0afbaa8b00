"""What readers are offered to choose by, in every language of citizens' pages."""

from flask_babel import force_locale, gettext

from engage.i18n.locales import PUBLIC_LANGUAGES
from engage.results.domain.filters import COUNTRY, LANGUAGE


def names_of_filters() -> dict[str, dict[str, str]]:
    """By key of the filter and language."""
    found: dict[str, dict[str, str]] = {LANGUAGE: {}, COUNTRY: {}}
    for tag in PUBLIC_LANGUAGES:
        with force_locale(tag.replace("-", "_")):
            found[LANGUAGE][tag], found[COUNTRY][tag] = gettext("Language"), gettext("Country")
    return found
