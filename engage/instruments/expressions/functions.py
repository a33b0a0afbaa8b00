"""The functions of expressions: XPath 1.0 section 4, ODK XForms section 8.

One table, `FUNCTIONS`: name -> how many arguments, and how the call becomes a closure. Most are plain
Python functions with the types of their arguments spelled as letters: `s` text, `n` number, `b` truth,
`*` after the last repeats it.
"""

import math
import unicodedata
from collections.abc import Callable, Mapping
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from engage.instruments.expressions.program import (
    FREE,
    Code,
    Number,
    Run,
    Text,
    Truth,
    nodes_of,
    number_of,
    text_of,
    text_read,
    truth_of,
)
from engage.instruments.expressions.values import NAN, Kind, text_number

Arguments: TypeAlias = tuple[Code, ...]
Build: TypeAlias = Callable[[int, Arguments], Code]

MANY = 1_000
_CONVERSIONS: Mapping[str, Callable[[Code], Any]] = {"s": text_read, "n": number_of, "b": truth_of}


class Function(NamedTuple):
    least: int
    most: int
    build: Build


def plain(kind: Kind, types: str, function: Callable[..., Any], least: int | None = None) -> Function:
    """A function of its arguments alone."""
    repeated = types.endswith("*")
    letters = types.rstrip("*")
    most = MANY if repeated else len(letters)

    def build(position: int, arguments: Arguments) -> Code:
        wanted = letters + letters[-1:] * (len(arguments) - len(letters))
        return Code(
            apply(function, [_CONVERSIONS[t](a) for t, a in zip(wanted, arguments, strict=False)]),
            kind,
            position,
        )

    return Function(most if least is None else least, most, build)


def apply(function: Callable[..., Any], runs: list[Callable[[Run], Any]]) -> Callable[[Run], Any]:
    """A call without a loop for the common numbers of arguments."""
    match runs:
        case []:
            return lambda _: function()
        case [one]:
            return lambda r: function(one(r))
        case [one, two]:
            return lambda r: function(one(r), two(r))
        case [one, two, three]:
            return lambda r: function(one(r), two(r), three(r))
    return lambda r: function(*[run(r) for run in runs])


def over_nodes(kind: Kind, function: Callable[..., Any], least: int = 1) -> Function:
    """A function of all nodes of all its arguments: `function(nodes, zone)`."""

    def build(position: int, arguments: Arguments) -> Code:
        runs = [nodes_of(argument) for argument in arguments]
        if len(runs) == 1:
            only = runs[0]
            return Code(lambda r: function(only(r), r.zone), kind, position)
        return Code(lambda r: function([n for run in runs for n in run(r)], r.zone), kind, position)

    return Function(least, MANY, build)


def safely(function: Callable[..., float]) -> Callable[..., float]:
    """Arithmetic without exceptions: NaN outside the domain, infinity past the largest number."""

    def result(*numbers: float) -> float:
        try:
            value = function(*numbers)
        except (ValueError, ZeroDivisionError):
            return NAN
        except OverflowError:
            return math.inf
        return NAN if isinstance(value, complex) else float(value)

    return result


def whole(number: float) -> float:
    return float(math.trunc(number)) if math.isfinite(number) else NAN


def rounded(text: str, digits: float = 0.0) -> float:
    """To the nearest, halves up; with digits halves away from zero, of the decimals as written (ODK)."""
    number = text_number(text.replace(",", "."), None)
    if not math.isfinite(number) or not math.isfinite(digits):
        return number
    places = int(digits)
    if abs(number) >= 1e15 or places > 15:
        return number
    exact = Decimal(repr(number))
    if places == 0:
        half_up = float((exact + Decimal("0.5")).to_integral_value(ROUND_FLOOR))
        return math.copysign(half_up, number) if half_up == 0 else half_up
    if places < -15:
        return 0.0
    return float(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def _xpath_substring(text: str, start: float, length: float = math.inf) -> str:
    """XPath 1.0, 4.2: positions from 1, both numbers rounded, NaN gives nothing."""
    first = math.floor(start + 0.5) if math.isfinite(start) else start
    size = math.floor(length + 0.5) if math.isfinite(length) else length
    end = first + size
    if math.isnan(first) or math.isnan(end) or first == math.inf:
        return ""
    low = 0 if first == -math.inf else max(0, int(first) - 1)
    high = len(text) if end == math.inf else max(0, int(end) - 1)
    return text[low:high]


def _substr(text: str, start: float, end: float = math.inf) -> str:
    """ODK: positions from 0, the end excluded, negative ones from the end."""
    if math.isnan(start) or math.isnan(end):
        return ""
    size = len(text)
    low, high = (int(max(-size, min(size, place))) for place in (start, end))
    return text[low + size if low < 0 else low : high + size if high < 0 else high]


def _before(text: str, mark: str) -> str:
    return text.partition(mark)[0] if mark and mark in text else ""


def _after(text: str, mark: str) -> str:
    return text.partition(mark)[2] if mark else text


def _translated(text: str, old: str, new: str) -> str:
    return text.translate(_translation(old, new))


@lru_cache(maxsize=64)
def _translation(old: str, new: str) -> dict[int, str | None]:
    table: dict[int, str | None] = {}
    for place, character in enumerate(old):
        table.setdefault(ord(character), new[place] if place < len(new) else None)
    return table


def _selected_at(text: str, place: float) -> str:
    codes = text.split()
    return codes[int(place)] if math.isfinite(place) and 0 <= place < len(codes) else ""


def _boolean_from_string(text: str) -> bool:
    return text.strip().lower() in ("1", "true")


def _compared(left: str, right: str) -> float:
    return float((left > right) - (left < right))


def _numbers(nodes: list[str], zone: Any) -> list[float]:
    """The numbers of the nodes that hold something: an empty answer neither adds nor is the least."""
    return [text_number(node, zone) for node in nodes if node.strip()]


def _sum(nodes: list[str], zone: Any) -> float:
    return math.fsum(numbers) if all(map(math.isfinite, numbers := _numbers(nodes, zone))) else sum(numbers)


def _extreme(choose: Callable[[list[float]], float]) -> Callable[[list[str], Any], float]:
    def extreme(nodes: list[str], zone: Any) -> float:
        numbers = _numbers(nodes, zone)
        return NAN if not numbers or any(n != n for n in numbers) else choose(numbers)

    return extreme


def _joined(position: int, arguments: Arguments) -> Code:
    mark, runs = text_of(arguments[0]), [nodes_of(argument) for argument in arguments[1:]]

    def joined(r: Run) -> str:
        between, nodes = mark(r), [n for run in runs for n in run(r)]
        r.spend((sum(map(len, nodes)) + len(between) * len(nodes)) >> 6, position)
        return between.join(nodes)

    return Code(joined, "string", position)


def _concat(position: int, arguments: Arguments) -> Code:
    """Texts one after the other; of a node-set all nodes (ODK)."""
    runs: list[Text] = [
        _all_nodes(argument) if argument.kind == "nodeset" else text_of(argument) for argument in arguments
    ]

    def text(r: Run) -> str:
        pieces = [run(r) for run in runs]
        r.spend(sum(map(len, pieces)) >> 6, position)
        return "".join(pieces)

    return Code(text, "string", position)


def _all_nodes(code: Code) -> Text:
    nodes = nodes_of(code)
    return lambda r: "".join(nodes(r))


def _selected(position: int, arguments: Arguments) -> Code:
    """Whether a code is among those chosen; a list is looked at as it is."""
    code = text_of(arguments[1])
    key = arguments[0].key if arguments[0].kind == "string" else None
    if key is None:
        codes = text_read(arguments[0])
        return Code(lambda r: code(r).strip() in codes(r).split(), "boolean", position)

    def among(r: Run) -> bool:
        chosen = r.answers.get(key, "")
        if len(chosen) > FREE:
            r.spend(len(chosen) >> 6, position)
        return code(r).strip() in (chosen.split() if isinstance(chosen, str) else chosen)

    if arguments[1].constant is None:
        return Code(among, "boolean", position)
    fixed = str(arguments[1].constant).strip() if arguments[1].kind == "string" else None
    if fixed is None:
        return Code(among, "boolean", position)

    def among_fixed(r: Run) -> bool:
        chosen = r.answers.get(key, "")
        if len(chosen) > FREE:
            r.spend(len(chosen) >> 6, position)
        return fixed in (chosen.split() if isinstance(chosen, str) else chosen)

    return Code(among_fixed, "boolean", position)


def _if(position: int, arguments: Arguments) -> Code:
    condition, then, otherwise = truth_of(arguments[0]), arguments[1].run, arguments[2].run
    kind = arguments[1].kind if arguments[1].kind == arguments[2].kind else None
    return Code(lambda r: then(r) if condition(r) else otherwise(r), kind, position)


def _coalesce(position: int, arguments: Arguments) -> Code:
    """The first that is not empty; the last when all are."""
    kinds = {argument.kind for argument in arguments}
    pairs = [(argument.run, text_of(argument)) for argument in arguments]
    last = arguments[-1].run

    def first(r: Run) -> Any:
        for run, text in pairs:
            if text(r) not in ("", "NaN"):
                return run(r)
        return last(r)

    return Code(first, kinds.pop() if len(kinds) == 1 else None, position)


def _counted(minimum: Number, maximum: Number, tests: list[tuple[Truth, Number]], r: Run) -> bool:
    """How much is true, between two bounds; -1 is no bound."""
    count = sum(weight(r) for test, weight in tests if test(r))
    least, most = minimum(r), maximum(r)
    return (least == -1 or count >= least) and (most == -1 or count <= most)


def _checklist(position: int, arguments: Arguments) -> Code:
    minimum, maximum = number_of(arguments[0]), number_of(arguments[1])
    tests: list[tuple[Truth, Number]] = [(truth_of(a), lambda _: 1.0) for a in arguments[2:]]
    return Code(lambda r: _counted(minimum, maximum, tests, r), "boolean", position)


def _weighted_checklist(position: int, arguments: Arguments) -> Code:
    minimum, maximum = number_of(arguments[0]), number_of(arguments[1])
    pairs = zip(arguments[2::2], arguments[3::2], strict=False)
    tests = [(truth_of(test), number_of(weight)) for test, weight in pairs]
    return Code(lambda r: _counted(minimum, maximum, tests, r), "boolean", position)


FUNCTIONS: dict[str, Function] = {
    "true": plain("boolean", "", lambda: True),
    "false": plain("boolean", "", lambda: False),
    "boolean": plain("boolean", "b", bool),
    "not": plain("boolean", "b", lambda truth: not truth),
    "number": plain("number", "n", float),
    "string": plain("string", "s", str),
    "boolean-from-string": plain("boolean", "s", _boolean_from_string),
    "concat": Function(0, MANY, _concat),
    "join": Function(1, MANY, _joined),
    "string-length": plain("number", "s", lambda text: float(len(text))),
    "contains": plain("boolean", "ss", lambda text, part: part in text),
    "starts-with": plain("boolean", "ss", lambda text, part: text.startswith(part)),
    "ends-with": plain("boolean", "ss", lambda text, part: text.endswith(part)),
    "substring": plain("string", "snn", _xpath_substring, 2),
    "substring-before": plain("string", "ss", _before),
    "substring-after": plain("string", "ss", _after),
    "substr": plain("string", "snn", _substr, 2),
    "translate": plain("string", "sss", _translated),
    "normalize-space": plain("string", "s", lambda text: " ".join(text.split())),
    "normalize-unicode": plain("string", "s", lambda text: unicodedata.normalize("NFC", text)),
    "lower-case": plain("string", "s", str.lower),
    "upper-case": plain("string", "s", str.upper),
    "compare": plain("number", "ss", _compared),
    "selected": Function(2, 2, _selected),
    "selected-at": plain("string", "sn", _selected_at),
    "count-selected": plain("number", "s", lambda text: float(len(text.split()))),
    "if": Function(3, 3, _if),
    "coalesce": Function(1, MANY, _coalesce),
    "checklist": Function(3, MANY, _checklist),
    "weighted-checklist": Function(4, MANY, _weighted_checklist),
    "count": over_nodes("number", lambda nodes, _: float(len(nodes))),
    "count-non-empty": over_nodes("number", lambda nodes, _: float(sum(1 for n in nodes if n != ""))),
    "sum": over_nodes("number", _sum),
    "min": over_nodes("number", _extreme(min)),
    "max": over_nodes("number", _extreme(max)),
    "int": plain("number", "n", whole),
    "round": plain("number", "sn", rounded, 1),
    "floor": plain("number", "n", lambda n: float(math.floor(n)) if math.isfinite(n) else n),
    "ceiling": plain("number", "n", lambda n: float(math.ceil(n)) if math.isfinite(n) else n),
    "abs": plain("number", "n", abs),
    "pow": plain("number", "nn", safely(pow)),
    "sqrt": plain("number", "n", safely(math.sqrt)),
    "exp": plain("number", "n", safely(math.exp)),
    "exp10": plain("number", "n", safely(lambda n: 10.0**n)),
    "log": plain("number", "n", safely(math.log)),
    "log10": plain("number", "n", safely(math.log10)),
    "sin": plain("number", "n", safely(math.sin)),
    "cos": plain("number", "n", safely(math.cos)),
    "tan": plain("number", "n", safely(math.tan)),
    "asin": plain("number", "n", safely(math.asin)),
    "acos": plain("number", "n", safely(math.acos)),
    "atan": plain("number", "n", safely(math.atan)),
    "atan2": plain("number", "nn", safely(math.atan2)),
    "pi": plain("number", "", lambda: math.pi),
}
