"""The functions of LimeSurvey's expressions that can be said in ours. All others are refused by name."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from engage.instruments.expressions import limesurvey_dates as dates
from engage.instruments.expressions import limesurvey_texts as texts
from engage.instruments.expressions.errors import WrongArguments
from engage.instruments.expressions.limesurvey_parts import (
    Origin,
    Part,
    Strength,
    answer,
    as_number,
    call,
    condition,
    empty,
    equality,
    negated,
    order,
    quoted,
    truth,
)

MANY = 500
Build: TypeAlias = Callable[[tuple[Part, ...]], Part]


class Function(NamedTuple):
    least: int
    most: int
    build: Build


def _plain(name: str, origin: Origin, count: int) -> Function:
    """The same function under another name."""
    return Function(count, count, lambda parts: call(name, *(part.text for part in parts), origin=origin))


def _numeric(name: str, count: int = 1) -> Function:
    return Function(count, count, lambda parts: call(name, *(as_number(part).text for part in parts)))


def _members(parts: tuple[Part, ...]) -> list[Part]:
    """Single answers, where a name stands for several."""
    return [each for part in parts for each in ([answer(m) for m in part.members] or [part])]


def _aggregate(name: str) -> Function:
    return Function(1, MANY, lambda parts: call(name, *(part.text for part in parts)))


def _tests(sign: str, value: Part, parts: tuple[Part, ...]) -> list[tuple[Part, Part]]:
    if sign == "RX":
        pattern = _pattern(value)
        return [(truth(f"regex({part.text}, {pattern})"), part) for part in _members(parts)]
    compare = equality if sign in ("=", "!=") else order
    return [(compare(sign, part, value), part) for part in _members(parts)]


_SIGNS = {"==": "=", "eq": "=", "!=": "!=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}


def _sign(part: Part) -> str:
    sign = _SIGNS.get(part.literal or "", part.literal or "")
    if sign not in ("=", "!=", "<", "<=", ">", ">=", "RX"):
        raise WrongArguments(0, f"an operator in quotes, not {part.text}")
    return sign


def _count_if(sign: str, value: Part, parts: tuple[Part, ...]) -> Part:
    return call("sum", *(f"if({test.text}, 1, 0)" for test, _ in _tests(sign, value, parts)))


def _sum_if(sign: str, value: Part, parts: tuple[Part, ...]) -> Part:
    return call("sum", *(f"if({test.text}, {part.text}, 0)" for test, part in _tests(sign, value, parts)))


def _if(parts: tuple[Part, ...]) -> Part:
    test, then, otherwise = parts
    origin = then.origin if then.origin == otherwise.origin else Origin.ANSWER
    origin = Origin.TEXT if origin is Origin.QUOTED else origin
    return call("if", condition(test).text, then.text, otherwise.text, origin=origin)


def _substr(parts: tuple[Part, ...]) -> Part:
    """PHP counts from 0, XPath from 1; a negative start has no equal in XPath."""
    start = parts[1].text
    if start.startswith("-"):
        raise WrongArguments(0, "substr from the end")
    first = str(int(start) + 1) if start.isdigit() else f"{parts[1].within(Strength.SUM)} + 1"
    rest = [part.text for part in parts[2:]]
    return call("substring", parts[0].text, first, *rest, origin=Origin.TEXT)


def _place(parts: tuple[Part, ...]) -> Part:
    text, part = parts[0].text, parts[1].text
    place = f"string-length(substring-before({text}, {part}))"
    return Part(f"if(contains({text}, {part}), {place}, false())", Origin.NUMBER)


def _from(parts: tuple[Part, ...]) -> Part:
    text, part = parts[0].text, parts[1].text
    found = f"concat({part}, substring-after({text}, {part}))"
    return Part(f"if(contains({text}, {part}), {found}, '')", Origin.TEXT)


def _log(parts: tuple[Part, ...]) -> Part:
    numbers = [as_number(part) for part in parts]
    if len(numbers) == 1:
        return call("log", numbers[0].text)
    return Part(f"log({numbers[0].text}) div log({numbers[1].text})", Origin.NUMBER, Strength.PRODUCT)


def _random(parts: tuple[Part, ...]) -> Part:
    """A whole number from the first to the second; without them, up to PHP's largest."""
    if len(parts) != 2:
        return Part("int(random() * 2147483648)", Origin.NUMBER)
    low, high = (as_number(part) for part in parts)
    span = f"{high.within(Strength.SUM)} - {low.within(Strength.PRODUCT)} + 1"
    return Part(f"int(random() * ({span})) + {low.within(Strength.PRODUCT)}", Origin.NUMBER, Strength.SUM)


def _same_case(parts: tuple[Part, ...]) -> Part:
    return call("compare", *(f"lower-case({part.text})" for part in parts))


_DELIMITED = re.compile(r"([/#~!@])(.*)\1([imsuDU]*)", re.DOTALL)


def pattern_of(source: str) -> str:
    """PHP's `/find me/i` as a pattern that has to match the whole text.

    `^find me$` without slashes, which PHP refuses and other programs write, means what its author meant.
    """
    found = _DELIMITED.fullmatch(source.strip())
    if found is None and not (source.startswith("^") and source.endswith("$")):
        raise WrongArguments(0, f"a regular expression between slashes, not {source[:40]}")
    body, after = (found[2].replace("\\/", "/"), found[3]) if found else (source, "")
    if "m" in after:
        raise WrongArguments(0, f"a regular expression over several lines, {source[:40]}")
    flags = "".join(sorted(set(after) & {"i", "s"}))
    start, end = (body.startswith("^"), body.endswith("$") and not body.endswith("\\$"))
    if "|" not in body:
        body = body[1:] if start else rf"[\s\S]*{body}"
        body = body[:-1] if end else rf"{body}[\s\S]*"
    else:
        body = rf"[\s\S]*(?:{body})[\s\S]*"
    return f"(?{flags}){body}" if flags else body


def _pattern(part: Part) -> str:
    if part.origin is not Origin.QUOTED:
        raise WrongArguments(0, "a regular expression that is not written out")
    return quoted(pattern_of(part.literal or ""))


def _regex(parts: tuple[Part, ...]) -> Part:
    """The pattern first; other programs write it last, where only one of the two can be a pattern."""
    pattern, text = parts
    if pattern.origin is not Origin.QUOTED and text.origin is Origin.QUOTED:
        pattern, text = text, pattern
    return truth(f"regex({text.text}, {_pattern(pattern)})")


def _form(pattern: str) -> Function:
    return Function(1, 1, lambda parts: truth(f"regex({parts[0].text}, '{pattern}')"))


_NUMBER = r"\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)\s*"
_IS_NUMBER = _form(_NUMBER)
_IS_EMPTY = Function(1, 1, lambda parts: empty(parts[0]))
_IS_NO_NUMBER = Function(1, 1, lambda parts: negated(_IS_NUMBER.build(parts)))

FUNCTIONS: Mapping[str, Function] = {
    "is_empty": _IS_EMPTY,
    "empty": _IS_EMPTY,
    "is_null": _IS_EMPTY,
    "is_numeric": _IS_NUMBER,
    "is_nan": _IS_NO_NUMBER,
    "is_string": _IS_NO_NUMBER,
    "is_int": _form(r"\s*[+-]?[0-9]+\s*"),
    "is_float": _form(r"\s*[+-]?[0-9]*\.[0-9]+\s*"),
    "if": Function(3, 3, _if),
    "iif": Function(3, 3, _if),
    "count": _aggregate("count-non-empty"),
    "sum": _aggregate("sum"),
    "min": _aggregate("min"),
    "max": _aggregate("max"),
    "countif": Function(2, MANY, lambda parts: _count_if("=", parts[0], parts[1:])),
    "countifop": Function(3, MANY, lambda parts: _count_if(_sign(parts[0]), parts[1], parts[2:])),
    "sumifop": Function(3, MANY, lambda parts: _sum_if(_sign(parts[0]), parts[1], parts[2:])),
    "strlen": _plain("string-length", Origin.NUMBER, 1),
    "substr": Function(2, 3, _substr),
    "strpos": Function(2, 2, _place),
    "strstr": Function(2, 2, _from),
    "strtolower": _plain("lower-case", Origin.TEXT, 1),
    "strtoupper": _plain("upper-case", Origin.TEXT, 1),
    "strcmp": _plain("compare", Origin.NUMBER, 2),
    "strcasecmp": Function(2, 2, _same_case),
    "implode": Function(2, MANY, lambda parts: call("join", *(part.text for part in parts), origin=Origin.TEXT)),
    "join": Function(1, MANY, lambda parts: call("concat", *(part.text for part in parts), origin=Origin.TEXT)),
    "regexmatch": Function(2, 2, _regex),
    "intval": _numeric("int"),
    "floor": _numeric("floor"),
    "ceil": _numeric("ceiling"),
    "abs": _numeric("abs"),
    "sqrt": _numeric("sqrt"),
    "exp": _numeric("exp"),
    "log": Function(1, 2, _log),
    "pow": _numeric("pow", 2),
    "pi": _numeric("pi", 0),
    "sin": _numeric("sin"),
    "cos": _numeric("cos"),
    "tan": _numeric("tan"),
    "asin": _numeric("asin"),
    "acos": _numeric("acos"),
    "atan": _numeric("atan"),
    "atan2": _numeric("atan2", 2),
    "rand": Function(0, 2, _random),
    "trim": Function(1, 1, texts.trimmed),
    "ltrim": Function(1, 1, texts.trimmed_left),
    "list": Function(1, MANY, texts.listed),
    "str_repeat": Function(2, 2, texts.repeated),
    "str_replace": Function(3, 3, texts.replaced),
    "stristr": Function(2, 2, texts.found_in_any_case),
    "stripos": Function(2, 2, texts.place_in_any_case),
    "sprintf": Function(1, MANY, texts.formatted),
    "nl2br": Function(1, 1, texts.unchanged),
    "unique": Function(1, MANY, texts.unique),
    "stddev": Function(1, MANY, texts.deviation),
    "floatval": Function(1, 1, texts.as_float),
    "fixnum": Function(1, 1, texts.as_float),
    "modulo_function": Function(2, 2, texts.remainder),
    "time": Function(0, 0, dates.now),
    "strtotime": Function(1, 1, dates.moment_of),
    "date": Function(1, 2, dates.formatted),
    "round": Function(1, 2, lambda parts: call("round", *(as_number(part).text for part in parts))),
}
"""By name in lower case."""
