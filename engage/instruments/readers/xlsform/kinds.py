"""The type column: what a row is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from engage.instruments.domain.definition import ItemType


class What(Enum):
    ITEM = auto()
    BEGIN_GROUP = auto()
    BEGIN_REPEAT = auto()
    END_GROUP = auto()
    END_REPEAT = auto()
    METADATA = auto()
    LEFT_OUT = auto()
    """A feature that has no counterpart here; `feature` names it."""
    LIST = auto()
    """A list in a separate file, for expressions to look up."""
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Kind:
    what: What
    type: ItemType | None = None
    list_name: str = ""
    or_other: bool = False
    hidden: bool = False
    feature: str = ""
    word: str = field(default="", compare=False)
    """The type as written, in lower case and with single spaces."""
    from_file: bool = False
    """`list_name` is the name of a file."""
    external: bool = False
    """`list_name` stands in the sheet external_choices."""


_ITEMS: Mapping[str, ItemType] = {
    "text": ItemType.TEXT,
    "string": ItemType.TEXT,
    "integer": ItemType.INTEGER,
    "int": ItemType.INTEGER,
    "decimal": ItemType.DECIMAL,
    "range": ItemType.SCALE,
    "date": ItemType.DATE,
    "time": ItemType.TIME,
    "datetime": ItemType.DATETIME,
    "date time": ItemType.DATETIME,
    "note": ItemType.NOTE,
    "acknowledge": ItemType.CONSENT,
    "trigger": ItemType.CONSENT,
    "calculate": ItemType.CALCULATION,
    "percentage": ItemType.INTEGER,
    "phone number": ItemType.TEXT,
    "file": ItemType.FILE,
    **dict.fromkeys(("image", "photo", "picture"), ItemType.FILE),
}
PICTURES = frozenset({"image", "photo", "picture"})
_LISTS = frozenset({"csv-external", "xml-external"})
_METADATA = frozenset(
    {
        *("start", "end", "today", "start time", "end time", "audit", "username", "email", "instance name"),
        *("deviceid", "device id", "imei", "phonenumber", "simserial", "sim id", "subscriberid", "subscriber id"),
        *("start-geopoint", "background-audio", "background-geopoint"),
    }
)
_LEFT_OUT: Mapping[str, str] = {
    **dict.fromkeys(("geopoint", "gps", "location"), "a place on the map"),
    "geotrace": "a line on the map",
    "geoshape": "an area on the map",
    "barcode": "a barcode",
    "audio": "a sound recording as answer",
    "video": "a video as answer",
    "osm": "places of OpenStreetMap",
}
_OLD = re.compile(r"^(?:add (.+?) prompt(?: using\b)?|q (?=\w)|get (?=\w)|uri:(?=\w))(.*)$", re.I)
"""`add integer prompt`, `q string`, `get start time`, `uri:username`: spellings of the first years."""
_BOUNDARY = re.compile(r"^(begin|end)[ _](group|repeat|lgroup|looped[ _]group|loop)\b", re.I)
_SELECT = re.compile(
    r"^(?P<one>select[ _]one|select1)?(?P<many>select[ _]multiple|select[ _]all[ _]that[ _]apply)?(?P<rank>rank)?"
    r"(?P<file>[ _]from[ _]file\b)?(?P<external>[ _]external\b)?(?:[ _](?:from|using)(?=[ _]))?(?:\s+(?P<rest>.*))?$",
    re.I,
)
_LIST = re.compile(r"^(\S+)(\s+or[ _]other|\s+or specify other)?$", re.I)


def kind_of(text: str) -> Kind:
    """What a type cell means, whatever its case, spaces and old spellings.

    List names keep their case: `Select_One from Regions or_other`.
    """
    words = re.sub(r"\s+", " ", text.replace("\xa0", " ")).strip()
    if old := _OLD.match(words):
        words = f"{old[1] or ''} {old[2].strip()}".strip()
    if boundary := _BOUNDARY.match(words):
        return _boundary(boundary[1].lower(), boundary[2].lower())
    select = _SELECT.match(words)
    if select and (select["one"] or select["many"] or select["rank"]):
        return _select(select)
    return _plain(words.lower().replace("_", " "))


def _plain(words: str) -> Kind:
    if words in _METADATA or words.startswith(("audit ", "number of days in ")):
        return Kind(What.METADATA, word=words)
    if words == "hidden":
        return Kind(What.ITEM, ItemType.CALCULATION, hidden=True)
    if words in _ITEMS:
        return Kind(What.ITEM, _ITEMS[words], word=words)
    if words in _LISTS:
        return Kind(What.LIST, list_name=words.removesuffix("-external"))
    if (first := words.split(" ", maxsplit=1)[0]) in _LEFT_OUT:
        return Kind(What.LEFT_OUT, feature=_LEFT_OUT[first], word=first)
    return Kind(What.UNKNOWN)


def _boundary(edge: str, thing: str) -> Kind:
    if edge == "begin":
        return Kind(What.BEGIN_GROUP if thing == "group" else What.BEGIN_REPEAT)
    return Kind(What.END_GROUP if thing == "group" else What.END_REPEAT)


def _select(match: re.Match[str]) -> Kind:
    item_type = ItemType.SINGLE if match["one"] else ItemType.MULTIPLE if match["many"] else ItemType.RANKING
    if not match["rest"]:
        return Kind(What.ITEM, item_type)
    named = _LIST.match(match["rest"])
    if not named:
        return Kind(What.UNKNOWN)
    if named[1].startswith("${"):
        return Kind(What.LEFT_OUT, feature="options taken from earlier answers")
    return Kind(
        What.ITEM,
        item_type,
        named[1],
        or_other=bool(named[2]),
        from_file=bool(match["file"]),
        external=bool(match["external"]),
    )
