"""LimeSurvey's functions of texts and lists that can be said in ours by several others."""

import re

from engage.instruments.expressions.errors import WrongArguments
from engage.instruments.expressions.limesurvey_parts import (
    Origin,
    Part,
    Strength,
    as_number,
    call,
    joined,
    members_of,
    quoted,
    truth,
)

MAX_COPIES = 100
MAX_UNIQUE = 20
_PLACE = re.compile(r"%(?:(\d+)\$)?(.)")


def trimmed(parts: tuple[Part, ...]) -> Part:
    """Without blanks at the ends; blanks between words become single ones, which people do not see."""
    return call("normalize-space", parts[0].text, origin=Origin.TEXT)


def trimmed_left(parts: tuple[Part, ...]) -> Part:
    text = parts[0].text
    before = f"substring-before({text}, substring(normalize-space({text}), 1, 1))"
    return call("substring", text, f"string-length({before}) + 1", origin=Origin.TEXT)


def listed(parts: tuple[Part, ...]) -> Part:
    """Those that are not empty, with commas between them."""
    pieces = [f"if({each} != '', concat(', ', {each}), '')" for each in members_of(parts)]
    return Part(f"substring(concat({', '.join(pieces)}), 3)", Origin.TEXT)


def repeated(parts: tuple[Part, ...]) -> Part:
    text, times = parts[0].text, parts[1].literal or ""
    if not times.isdecimal() or int(times) > MAX_COPIES:
        raise WrongArguments(0, f"str_repeat with a number of copies up to {MAX_COPIES}")
    return call("concat", *[text] * int(times), origin=Origin.TEXT) if int(times) else Part("''", Origin.TEXT)


def replaced(parts: tuple[Part, ...]) -> Part:
    """One character by another one or by nothing: our language replaces no words."""
    old, new, text = parts
    if old.origin is not Origin.QUOTED or new.origin is not Origin.QUOTED:
        raise WrongArguments(0, "str_replace of what is not written out")
    if len(old.literal or "") != 1 or len(new.literal or "") > 1:
        raise WrongArguments(0, "str_replace of more than one character")
    return call("translate", text.text, old.text, new.text, origin=Origin.TEXT)


def found_in_any_case(parts: tuple[Part, ...]) -> Part:
    """`stristr`: from the first occurrence on."""
    text, part = parts[0].text, parts[1].text
    lower, wanted = f"lower-case({text})", f"lower-case({part})"
    start = f"string-length(substring-before({lower}, {wanted})) + 1"
    return Part(f"if(contains({lower}, {wanted}), substring({text}, {start}), '')", Origin.TEXT)


def place_in_any_case(parts: tuple[Part, ...]) -> Part:
    lower, wanted = (f"lower-case({part.text})" for part in parts)
    place = f"string-length(substring-before({lower}, {wanted}))"
    return Part(f"if(contains({lower}, {wanted}), {place}, false())", Origin.NUMBER)


def formatted(parts: tuple[Part, ...]) -> Part:
    """`sprintf` with texts (%s) and whole numbers (%d)."""
    form, *values = parts
    if form.origin is not Origin.QUOTED:
        raise WrongArguments(0, "sprintf with a form that is not written out")
    text, pieces, at, following = form.literal or "", [], 0, iter(range(len(values)))
    for found in _PLACE.finditer(text):
        pieces += [quoted(text[at : found.start()])] if found.start() > at else []
        at = found.end()
        if found[2] == "%":
            pieces.append("'%'")
            continue
        index = int(found[1]) - 1 if found[1] else next(following, -1)
        if found[2] not in "sd" or not 0 <= index < len(values):
            raise WrongArguments(0, f"sprintf with {found[0]}")
        value = values[index]
        pieces.append(value.text if found[2] == "s" else f"int({as_number(value).text})")
    pieces += [quoted(text[at:])] if at < len(text) else []
    return call("concat", *pieces, origin=Origin.TEXT) if pieces else Part("''", Origin.TEXT)


def unique(parts: tuple[Part, ...]) -> Part:
    """Whether no two answers are the same; empty ones do not count."""
    each = members_of(parts)
    if len(each) > MAX_UNIQUE:
        raise WrongArguments(0, f"unique of more than {MAX_UNIQUE} answers")
    pairs = [(one, two) for place, one in enumerate(each) for two in each[place + 1 :]]
    tests = [truth(f"({one} = '' or {two} = '' or {one} != {two})") for one, two in pairs]
    result = tests[0] if tests else truth("true()", "false()")
    for test in tests[1:]:
        result = joined("and", result, test)
    return result


def deviation(parts: tuple[Part, ...]) -> Part:
    """The standard deviation of a sample; empty answers do not count."""
    each = members_of(parts)
    squares = ", ".join(f"pow(coalesce({one}, 0), 2)" for one in each)
    together = ", ".join(each)
    count = f"count-non-empty({together})"
    spread = f"sum({squares}) - pow(sum({together}), 2) div {count}"
    return Part(f"sqrt(({spread}) div ({count} - 1))", Origin.NUMBER)


def as_float(parts: tuple[Part, ...]) -> Part:
    """The number a text says, 0 when it says none."""
    return Part(f"coalesce(number({parts[0].text}), 0)", Origin.NUMBER)


def remainder(parts: tuple[Part, ...]) -> Part:
    one, two = (as_number(part).within(Strength.SIGN) for part in parts)
    return Part(f"{one} mod {two}", Origin.NUMBER, Strength.PRODUCT)


def unchanged(parts: tuple[Part, ...]) -> Part:
    """What only matters in HTML: line breaks and signs are shown as they are here."""
    return Part(parts[0].text, Origin.TEXT, parts[0].strength)
