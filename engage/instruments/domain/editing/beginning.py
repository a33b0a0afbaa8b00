"""An instrument begun from nothing."""

from engage.i18n.locales import is_well_formed
from engage.i18n.text import LocalizedText
from engage.instruments.domain.definition import Instrument, Section
from engage.instruments.domain.editing.change import NotALanguage, NotAllowed
from engage.instruments.readers.reading import slug_for

LONGEST_TITLE = 300


def empty_instrument(title: str, language: str) -> Instrument:
    """An instrument with a title, one language and one section without items.

    :raises NotAllowed: when the title is empty or longer than `LONGEST_TITLE`
    :raises NotALanguage: when the tag is not well-formed
    """
    title = title.strip()
    if not title or len(title) > LONGEST_TITLE:
        raise NotAllowed(place="title", value=title[:LONGEST_TITLE])
    if not is_well_formed(language):
        raise NotALanguage(language=language)
    return Instrument(
        name=slug_for(title, ()),
        title=LocalizedText.of(title, language),
        source_language=language,
        languages=(language,),
        sections=(Section(name="section_1", slug="section-1", title=LocalizedText(language, {})),),
    )
