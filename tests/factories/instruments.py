"""Instruments of every shape that an author could make, for property tests.

Names are unique, references name what is there, texts are trimmed and in the languages of the instrument: what a
reader refuses is not made here.
"""

from typing import Any

from hypothesis import strategies as st

from engage.i18n.text import LocalizedText, Translation
from engage.instruments.domain.definition import (
    FILE_TYPES,
    About,
    Cell,
    Contact,
    Edition,
    Instrument,
    Item,
    ItemType,
    NationalItem,
    Option,
    Quota,
    Repeat,
    Row,
    Section,
    SupportLine,
)
from engage.instruments.readers.reading import slug_for

LANGUAGES = (("en",), ("de", "en"), ("en", "nb", "he"), ("fr", "de-simple", "x-klingon"))
WORDS = (
    "Yes",
    "How old are you?",
    "=1+1",
    "Ærlig talt",
    "שלום",
    "**bold**",
    "a | b",
    "-5",
    "Quoi\u00a0?",
    "1.0",
    "<b>no</b>",
)
CODES = ("yes", "no", "1", "2", "a-b", "other_1", "-99", "B2")
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True)
ODD_NAMES = st.sampled_from(["Q1", "g/q", "with.dot", "meta", "data", "ørn"])

numbers = st.sampled_from([-5.0, 0.0, 0.5, 1.0, 10.0, 120.0])
words = st.sampled_from(WORDS)
flags = st.booleans()
maybe = st.sampled_from


def texts(languages: tuple[str, ...]) -> st.SearchStrategy[LocalizedText]:
    """In the source language, and in some of the others."""
    source = languages[0]
    others = st.dictionaries(st.sampled_from(languages[1:] or languages), words, max_size=2)
    return st.builds(lambda first, rest: _text(source, {**rest, source: first}), words, others)


def _text(source: str, words: dict[str, str]) -> LocalizedText:
    return LocalizedText(source, {tag: Translation(text) for tag, text in words.items()})


def options(languages: tuple[str, ...], *, other: bool) -> st.SearchStrategy[tuple[Option, ...]]:
    one = st.builds(
        Option,
        code=st.sampled_from(CODES),
        label=texts(languages),
        exclusive=flags,
        fixed=flags,
        other=flags if other else st.just(False),
        attributes=st.dictionaries(st.sampled_from(["land", "pop", "næring"]), words, max_size=2),
        image=st.dictionaries(st.sampled_from(languages), st.just("a.png"), max_size=1),
        relevance=st.sampled_from([None, "true()", "1 = 1"]),
        common=st.sampled_from([None, "isced-3"]),
    )
    return st.lists(one, min_size=1, max_size=4, unique_by=lambda option: option.code).map(_one_other)


def _one_other(options: list[Option]) -> tuple[Option, ...]:
    seen, found = False, []
    for option in options:
        found.append(
            Option(
                **{
                    **_fields(option),
                    "other": option.other and not seen,
                    "exclusive": option.exclusive and not option.other,
                }
            )
        )
        seen = seen or option.other
    return tuple(found)


def _fields(thing: Any) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in thing.__dataclass_fields__}


def rows(languages: tuple[str, ...]) -> st.SearchStrategy[tuple[Row, ...]]:
    one = st.builds(
        Row, code=st.sampled_from(CODES), label=texts(languages), relevance=st.sampled_from([None, "true()"])
    )
    return st.lists(one, min_size=1, max_size=3, unique_by=lambda row: row.code).map(tuple)


@st.composite
def items(draw: st.DrawFn, name: str, languages: tuple[str, ...], known: tuple[str, ...]) -> Item:
    """An item of any type, with what its type can have; expressions and texts name items before it."""
    kind = draw(st.sampled_from(ItemType))
    text = texts(languages)
    condition = st.none() | st.sampled_from(["true()", *(f"${{{key}}} != ''" for key in known)])
    values: dict[str, Any] = {
        "name": name,
        "type": kind,
        "label": draw(
            text if not known else text | st.just(_text(languages[0], {languages[0]: f"Hi ${{{known[-1]}}}!"}))
        ),
        "relevance": draw(condition),
        "concept": draw(st.sampled_from([None, "isced"])),
    }
    if kind is ItemType.CALCULATION:
        return Item(
            **values, calculation=draw(st.sampled_from(["1 + 1", "once(today())", *(f"${{{key}}}" for key in known)]))
        )
    values |= {
        "hint": draw(st.none() | text),
        "guidance": draw(st.none() | text),
        "image": draw(st.dictionaries(st.sampled_from(languages), st.just("b.jpg"), max_size=1)),
        "image_text": draw(st.none() | text),
        "fixed": draw(flags),
    }
    if kind is ItemType.NOTE:
        return Item(**values, heading=draw(flags))
    values |= _rules(draw, text, condition, known)
    values |= _particulars(draw, kind, languages)
    return Item(**values)


def _rules(draw: Any, text: Any, condition: Any, known: tuple[str, ...]) -> dict[str, Any]:
    calculation = draw(st.none() | st.sampled_from(["2 * 2", "concat('a', 'b')"]))
    return {
        "required": draw(condition),
        "required_message": draw(st.none() | text),
        "constraint": draw(st.sampled_from([None, ". != 'x'", "(. < 5) or (. > 9)"])),
        "constraint_message": draw(st.none() | text),
        "calculation": calculation,
        "trigger": tuple(draw(st.lists(st.sampled_from(known), max_size=2, unique=True)))
        if known and calculation
        else (),
        "read_only": draw(flags),
        "default": draw(st.sampled_from([None, "5", "today()", "(1 + 2)", "yes"])),
        "prefer_not_to_say": draw(flags),
        "special_category": draw(flags),
        "pulse": draw(flags),
        "personal": draw(flags),
        "explanation": draw(st.none() | text),
    }


def _particulars(draw: Any, kind: ItemType, languages: tuple[str, ...]) -> dict[str, Any]:
    """What only some types have."""
    text = texts(languages)
    selects = kind in (ItemType.SINGLE, ItemType.MULTIPLE, ItemType.RANKING)
    found: dict[str, Any] = {}
    if selects:
        found = {
            "options": draw(options(languages, other=True)),
            "shuffle": draw(flags),
            "dropdown": kind is ItemType.SINGLE and draw(flags),
            "choice_filter": draw(st.sampled_from([None, "land = 'no'"])),
            "other_required": draw(flags),
        }
        if kind is ItemType.SINGLE:
            found["answer"] = draw(st.none() | st.sampled_from([option.code for option in found["options"]]))
        else:
            found |= {"min_choices": draw(st.none() | st.just(1)), "max_choices": draw(st.none() | st.just(3))}
    elif kind is ItemType.MATRIX:
        cell = draw(st.sampled_from(Cell))
        asked = cell in (Cell.SINGLE, Cell.MULTIPLE)
        found = {"cell": cell, "rows": draw(rows(languages)), "shuffle": draw(flags)}
        found["options"] = draw(options(languages, other=False)) if asked else ()
    elif kind is ItemType.ALLOCATION:
        found = {"rows": draw(rows(languages)), "total": draw(st.sampled_from([100, 10]))}
    elif kind is ItemType.TEXT:
        found = {"max_length": draw(st.none() | st.just(80)), "pattern": draw(st.none() | st.just(r"\d{4}|x'y"))}
        found |= {"multiline": draw(flags), "prefix": draw(st.none() | text)}
    elif kind in (ItemType.INTEGER, ItemType.DECIMAL, ItemType.YEAR, ItemType.SCALE):
        bounds = sorted(draw(st.lists(numbers, min_size=2, max_size=2, unique=True)))
        given = kind is ItemType.SCALE
        found = {"minimum": bounds[0] if given or draw(flags) else None}
        found["maximum"] = bounds[1] if given or draw(flags) else None
        found |= {"suffix": draw(st.none() | text)}
        if kind is ItemType.SCALE:
            found |= {"step": draw(st.none() | st.sampled_from([0.5, 1.0])), "low_label": draw(st.none() | text)}
            found |= {"high_label": draw(st.none() | text)}
    elif kind in (ItemType.REGION, ItemType.COUNTRY):
        found = {"countries": draw(st.sampled_from([(), ("NO",), ("NO", "SE")]))}
    elif kind is ItemType.LANGUAGE:
        found = {"tags": draw(st.sampled_from([(), ("nb", "se")]))}
    elif kind is ItemType.DURATION:
        found = {"units": draw(st.sampled_from([("years", "months"), ("hours",)]))}
    elif kind is ItemType.FILE:
        found = {"accept": tuple(draw(st.lists(st.sampled_from(FILE_TYPES), max_size=2, unique=True)))}
        found |= {"max_megabytes": draw(st.none() | st.sampled_from([0.5, 5.0]))}
    elif kind is ItemType.CONSENT:
        found = {"agreed": draw(st.sampled_from(["yes", "OK"]))}
    return found


@st.composite
def instruments(draw: st.DrawFn) -> Instrument:
    languages = draw(st.sampled_from(LANGUAGES))
    text = texts(languages)
    names = draw(st.lists(NAMES | ODD_NAMES, min_size=1, max_size=9, unique_by=str.lower))
    sections: list[Section] = []
    known: tuple[str, ...] = ()
    slugs: set[str] = set()
    while names:
        name = draw(st.sampled_from(["s", "part", "Über_uns", "review"])) + str(len(sections))
        here, names = names[:3], names[3:]
        listed = draw(flags)
        made: list[Item] = []
        for item_name in here:
            usable = known + tuple(item.name for item in made if item.is_question and item.type is not ItemType.NOTE)
            made.append(draw(items(item_name, languages, usable)))
        slug = draw(st.sampled_from([slug_for(name, slugs), f"own-{len(sections)}"]))
        slugs.add(slug)
        sections.append(
            Section(
                name=name,
                slug=slug,
                title=draw(text),
                description=draw(st.none() | text),
                relevance=draw(st.none() | st.sampled_from(["true()", *(f"${{{key}}} = 1" for key in known)])),
                shuffle=draw(flags),
                repeat=draw(repeats(f"list{len(sections)}", languages, known)) if listed else None,
                items=tuple(made),
            )
        )
        known += tuple(item.name for item in made if _can_be_named(item))
    return Instrument(
        name=draw(st.sampled_from(["tiny", "Großes-Ding", "a-b"])),
        title=draw(text),
        source_language=languages[0],
        languages=languages,
        sections=tuple(sections),
        **draw(heads(languages, known)),
    )


def _can_be_named(item: Item) -> bool:
    return item.is_question and item.type not in (ItemType.MATRIX, ItemType.DATE_RANGE)


@st.composite
def repeats(draw: st.DrawFn, name: str, languages: tuple[str, ...], known: tuple[str, ...]) -> Repeat:
    text = texts(languages)
    return Repeat(
        name=name,
        count=draw(st.none() | st.sampled_from(["3", *(f"${{{key}}}" for key in known)])),
        minimum=draw(st.sampled_from([0, 1])),
        maximum=draw(st.none() | st.just(5)),
        entry=draw(st.none() | text),
        add=draw(st.none() | text),
    )


@st.composite
def heads(draw: st.DrawFn, languages: tuple[str, ...], known: tuple[str, ...]) -> dict[str, Any]:
    """What stands around the sections."""
    text = texts(languages)
    line = st.builds(SupportLine, name=text, phone=st.just("116 123"), address=words)
    contact = st.builds(Contact, name=words, phone=words, email=words)
    about = st.builds(
        About,
        asks=st.none() | text,
        rights=st.none() | text,
        contact=st.none() | contact,
        support=st.dictionaries(st.sampled_from(["NO", "*"]), line, max_size=2),
    )
    national = st.builds(NationalItem, label=st.none() | text, hint=st.none() | text, left_out=flags)
    edition = st.builds(
        Edition,
        items=st.dictionaries(st.sampled_from(known), national, max_size=1) if known else st.just({}),
        welcome=st.none() | text,
        minimum_age=st.none() | st.just(16),
        languages=st.sampled_from([(), languages[:1]]),
    )
    quota = st.builds(Quota, name=NAMES, limit=st.just(50), when=st.just({"sex": ("f", "m")}), message=st.none() | text)
    return {
        "welcome": draw(st.none() | text),
        "closing": draw(st.none() | text),
        "consent": draw(st.none() | text),
        "minutes": draw(st.none() | st.just(7)),
        "minimum_age": draw(st.sampled_from([{}, {"*": 16}])),
        "about": draw(st.none() | about),
        "editions": draw(st.dictionaries(st.sampled_from(["NO", "SE"]), edition, max_size=2)),
        "country_item": draw(st.sampled_from([None, *known])),
        "quotas": tuple(draw(st.lists(quota, max_size=1))),
        "tables": draw(
            st.dictionaries(
                NAMES, st.lists(st.dictionaries(NAMES, words, max_size=2), max_size=2).map(tuple), max_size=1
            )
        ),
        "names": draw(st.dictionaries(NAMES, words, max_size=2)),
    }
