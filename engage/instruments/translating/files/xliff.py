"""XLIFF 2.0 (OASIS Standard, 2014): one unit a text, placeholders as codes that programs leave alone.

States: missing is `initial`; draft and stale are `translated`, told apart by a sub-state; then `reviewed` and `final`.
"""

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from engage.i18n.text import TextState
from engage.instruments.translating.files.units import BadFile, Returned, ReturnedFile, Sheaf, Unit

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
MOST_UNITS = 200_000
_XML = "http://www.w3.org/XML/1998/namespace"
_WORDS = "engage-words"
_SLOT = re.compile(r"\$\{[^{}]{1,120}\}")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PARTS = re.compile(f"{_SLOT.pattern}|{_NOT_XML.pattern}|\r")
_STATES = {
    None: ("initial", ""),
    TextState.DRAFT: ("translated", "engage:draft"),
    TextState.STALE: ("translated", "engage:stale"),
    TextState.REVIEWED: ("reviewed", ""),
    TextState.APPROVED: ("final", ""),
}


def write(sheaf: Sheaf) -> bytes:
    ElementTree.register_namespace("", NAMESPACE)
    head = {"version": "2.0", "srcLang": sheaf.source_language, "trgLang": sheaf.language}
    root = Element(_tag("xliff"), head)
    file = SubElement(root, _tag("file"), {"id": "instrument", "original": _only_xml(sheaf.name)})
    for number, unit in enumerate(sheaf.units, 1):
        _write_unit(file, unit, number)
    if not sheaf.units:
        raise ValueError("a file of no texts")
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _write_unit(file: Element, unit: Unit, number: int) -> None:
    element = SubElement(file, _tag("unit"), {"id": f"u{number}", "name": _only_xml(unit.path)})
    notes = SubElement(element, _tag("notes"))
    SubElement(notes, _tag("note"), {"category": "where"}).text = _only_xml(unit.where)
    SubElement(notes, _tag("note"), {"category": _WORDS}).text = unit.words
    state, sub_state = _STATES[unit.state]
    segment = SubElement(element, _tag("segment"), {"state": state} | ({"subState": sub_state} if sub_state else {}))
    names: dict[str, str] = {}
    _write_text(SubElement(segment, _tag("source"), {f"{{{_XML}}}space": "preserve"}), unit.source, names)
    if unit.text:
        _write_text(SubElement(segment, _tag("target"), {f"{{{_XML}}}space": "preserve"}), unit.text, names)


def _write_text(element: Element, text: str, names: dict[str, str]) -> None:
    """Placeholders as `<ph>`, the same id in source and target; what XML cannot hold as `<cp>`."""
    position, last = 0, None
    here: set[str] = set()
    for match in _PARTS.finditer(text):
        _append(element, last, text[position : match.start()])
        if _SLOT.fullmatch(match[0]):
            last = SubElement(
                element, _tag("ph"), {"id": _id(match[0], names, here), "equiv": match[0], "disp": match[0]}
            )
        else:
            last = SubElement(element, _tag("cp"), {"hex": f"{ord(match[0]):04X}"})
        position = match.end()
    _append(element, last, text[position:])


def _id(slot: str, names: dict[str, str], here: set[str]) -> str:
    """One id a placeholder; a second one of the same name in one text gets an id of its own."""
    time = 1
    while f"{slot} {time}" in here:
        time += 1
    key = f"{slot} {time}"
    here.add(key)
    return names.setdefault(key, f"p{len(names) + 1}")


def _append(element: Element, last: Element | None, text: str) -> None:
    if last is None:
        element.text = (element.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def _only_xml(text: str) -> str:
    return _NOT_XML.sub("", text)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def read(content: bytes) -> ReturnedFile:
    """:raises BadFile: when it is no XLIFF 2 file, or holds what a translation needs not (document types, entities)"""
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise BadFile("document_type") from error
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError) as error:
        raise BadFile("not_xml", str(error)[:200]) from error
    if root.tag != _tag("xliff"):
        version = root.get("version", "")
        raise BadFile("other_xliff", version) if root.tag.endswith("xliff") else BadFile("not_xliff")
    try:
        units = [_read_unit(unit) for unit in root.iter(_tag("unit"))]
    except RecursionError as error:
        raise BadFile("not_xml", "too deep") from error
    if len(units) > MOST_UNITS:
        raise BadFile("too_many_texts")
    known = tuple(unit for unit in units if unit is not None)
    if not known:
        raise BadFile("no_texts")
    return ReturnedFile(root.get("trgLang", ""), known)


def _read_unit(unit: Element) -> Returned | None:
    path = unit.get("name", "")
    if not path:
        return None
    segments = [part for part in unit if part.tag in (_tag("segment"), _tag("ignorable"))]
    words = next((note.text or "" for note in unit.iter(_tag("note")) if note.get("category") == _WORDS), "")
    states = [part.get("state", "initial") for part in segments if part.tag == _tag("segment")]
    stale = any(part.get("subState") in ("engage:stale", "engage:draft") for part in segments)
    return Returned(
        path=path,
        source="".join(_text(part.find(_tag("source"))) for part in segments),
        text="".join(_text(part.find(_tag("target"))) for part in segments),
        words=words.strip(),
        finished=bool(states) and "initial" not in states and not stale,
    )


def _text(element: Element | None) -> str:
    """The words of a source or target, codes back as what they stand for."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name == "ph":
            parts.append(child.get("equiv") or child.get("disp") or "")
        elif name == "cp":
            parts.append(_character(child.get("hex", "")))
        else:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _character(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
