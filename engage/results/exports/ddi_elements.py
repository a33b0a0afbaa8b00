"""Elements of a DDI document: texts without characters that XML does not know, languages as `xml:lang`."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable

from engage.i18n.text import LocalizedText
from engage.results.exports.cells import words

NAMESPACE = "ddi:codebook:2_5"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def under(parent: ET.Element, element: str, text: str = "", *, lang: str = "", **attributes: str) -> ET.Element:
    """A new element, at the end of its parent."""
    given = {key: clean(value) for key, value in attributes.items()}
    if lang:
        given[LANG] = lang
    found = ET.SubElement(parent, f"{{{NAMESPACE}}}{element}", given)
    found.text = clean(text) or None
    return found


def in_each(parent: ET.Element, element: str, text: LocalizedText | None, tags: Iterable[str]) -> None:
    """An element for each language that has the text."""
    for tag in tags:
        if text and text.has(tag):
            under(parent, element, words(text, tag), lang=tag)


def clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
