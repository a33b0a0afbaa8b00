"""What the product itself says in files, in the language of the file: jobs and commands have no reader's language."""

from functools import lru_cache

from babel.support import NullTranslations, Translations

from engage.core.places import find
from engage.i18n.locales import PUBLIC_LANGUAGES, nearest


def not_said(language: str) -> str:
    """The label of `_declined`: what stood on the page that was answered."""
    return _catalogue(nearest(language, PUBLIC_LANGUAGES) or "en").gettext("Prefer not to say")


@lru_cache(maxsize=64)
def _catalogue(language: str) -> NullTranslations:
    found: NullTranslations = Translations.load(str(find("translations")), [language.replace("-", "_")], "public")
    return found
