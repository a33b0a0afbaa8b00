"""LimeSurvey's expressions, said in ours.

    (socio1.NAOK == 7)                              ${socio1} = 7
    !is_empty(x.NAOK) and (x.NAOK != 2)             ${x} != '' and ${x} != 2
    Q1_A.NAOK == "Y"                                selected(${Q1}, 'A')

Where PHP and XPath disagree about nothing, '0' and texts that are numbers, the translation says what
LimeSurvey means (`limesurvey_parts`). One thing cannot be said: without `.NAOK` LimeSurvey makes a whole
expression false as soon as one of its answers is irrelevant; here such an answer is read as empty.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple, TypeAlias

from engage.instruments.expressions.errors import (
    MAX_DEPTH,
    MAX_LENGTH,
    ExpressionTooDeep,
    ExpressionTooLong,
    UnexpectedToken,
    UnknownReference,
    Unsupported,
    UnsupportedFunction,
    WrongArguments,
)
from engage.instruments.expressions.limesurvey_functions import FUNCTIONS
from engage.instruments.expressions.limesurvey_parts import (
    Origin,
    Part,
    answer,
    arithmetic,
    condition,
    equality,
    joined,
    negated,
    number,
    order,
    signed,
    string,
)

Variables: TypeAlias = Callable[[str], str | None]
"""A LimeSurvey variable (`Q1_SQ1`, `734181X11X237SQ201`, `that.AF`, `self`; without `.NAOK`) to an
expression of ours, to several with commas between them where it stands for several answers, or to None."""


class Word(NamedTuple):
    kind: str
    text: str
    position: int


_WORD = re.compile(
    r"""(?P<space>\s+)
      | (?P<variable>(?:INSERTANS:)?\d+X\d+X\d+\w*(?:\#[01])?(?:\.\w+)*
                    |(?:TOKEN|TOKENS):\w+(?:\.\w+)*
                    |[^\W\d]\w*(?:\#[01])?(?:\.[^\W\d]\w*)*)
      | (?P<number>\d+(?:\.\d*)?|\.\d+)
      | (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      | (?P<symbol>==|!=|<=|>=|&&|\|\||[-+*/]=|[-+*/%!<>=(),.])""",
    re.VERBOSE | re.DOTALL,
)
_WORDS = {"and": "and", "or": "or", "eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_SYMBOLS = {"&&": "and", "||": "or", "==": "=", "/": "div"} | {
    s: s for s in ("!=", "<", "<=", ">", ">=", "+", "-", "*")
}
_LEVELS = (
    (frozenset({"*", "div"}), arithmetic),
    (frozenset({"+", "-"}), arithmetic),
    (frozenset({"<", "<=", ">", ">="}), order),
    (frozenset({"=", "!="}), equality),
    (frozenset({"and"}), joined),
    (frozenset({"or"}), joined),
)
_ASSIGNED = re.compile(r"(?P<name>[^\W\d]\w*)\s*(?P<operator>[-+*/]?)=(?!=)\s*(?P<value>.*)", re.DOTALL)
_VALUE_SUFFIX = re.compile(r"\.(?:NAOK|value|valueNAOK|code)\Z")


def translate(source: str, *, variables: Variables) -> str:
    """The value of an expression of LimeSurvey, in our language. Nothing at all is always true.

    :raises ExpressionError: for an unknown variable or function, an assignment, or what cannot be read;
        positions count in `source`
    """
    part = _translated(source, variables)
    return part.text if part else "true()"


def translate_stored(source: str, *, variables: Variables) -> str:
    """The same as LimeSurvey keeps it in an equation: what is true is 1, what is false is nothing.

    :raises ExpressionError: as `translate`
    """
    part = _translated(source, variables)
    if part is None:
        return "''"
    return f"if({part.text}, 1, '')" if part.origin is Origin.TRUTH else part.text


def translate_condition(source: str, *, variables: Variables) -> str:
    """The same where only true or false matters: an answer of '0' is false, as in PHP.

    :raises ExpressionError: as `translate`
    """
    part = _translated(source, variables)
    return condition(part).text if part else "true()"


def assignments(source: str) -> tuple[tuple[str, str], ...]:
    """What an equation assigns, `a = 1, b += 2`: names, and expressions of LimeSurvey for their values.

    Empty when it assigns nothing, or something besides. Values refer to what was before.
    """
    found: list[tuple[str, str]] = []
    for piece in _between_commas(source):
        match = _ASSIGNED.fullmatch(piece)
        if match is None:
            return ()
        name, operator, value = match["name"], match["operator"], match["value"]
        found.append((name, f"{name} {operator} ({value})" if operator else value))
    return tuple(found)


def _between_commas(source: str) -> list[str]:
    depth, begin, pieces = 0, 0, []
    for word in _words(source):
        depth += (word.text == "(") - (word.text == ")")
        if word.kind == "symbol" and word.text == "," and not depth:
            pieces.append(source[begin : word.position])
            begin = word.position + 1
    return [piece.strip() for piece in (*pieces, source[begin:])]


def legacy_conditions(rows: Iterable[Mapping[str, str]], variables: Variables) -> str:
    """Old conditions (rows of the `conditions` table of one question) as an expression.

    Scenarios are alternatives. In a scenario all questions must agree; several conditions on one question
    are alternatives again. `method` is a comparison or `RX`; ' ' means not answered. The `type` of the
    question asked about decides what a name means; without it the names that exist do.

    :raises ExpressionError: as `translate`
    """
    scenarios = []
    key = _scenario
    for _, in_scenario in groupby(sorted(rows, key=key), key=key):
        asked = groupby(sorted(in_scenario, key=_asked), key=_asked)
        groups = (" or ".join(_condition(row, variables) for row in group) for _, group in asked)
        scenarios.append(" and ".join(f"({group})" for group in groups))
    return translate_condition(" or ".join(f"({each})" for each in scenarios), variables=variables)


def _scenario(row: Mapping[str, str]) -> int:
    scenario = row.get("scenario") or "1"
    return int(scenario) if scenario.isdigit() else 1


def _asked(row: Mapping[str, str]) -> tuple[str, str]:
    return row.get("cqid", ""), row.get("cfieldname", "")


def _condition(row: Mapping[str, str], variables: Variables) -> str:
    """One row as an expression of LimeSurvey, as LimeSurvey itself converts it."""
    field, value, method = row.get("cfieldname", ""), row.get("value", ""), row.get("method", "==").strip()
    name = field.strip("{}").removeprefix("+")
    if not field.startswith(("+", "{")) and _is_option(row, variables):
        name, value = name + value, "Y"
    if method == "RX":
        return f"regexMatch({_quoted(value if value.startswith('/') else f'/{value}/')}, {name}.NAOK)"
    if value in ("", " ") and method in ("==", "!="):
        return f"{'!' if method == '!=' else ''}is_empty({name}.NAOK)"
    other = f"{value.strip('@{}')}.NAOK" if value[:1] in ("@", "{") and len(value) > 2 else _quoted(value)
    if method in ("<", "<=") or (other[0] != '"' and method != "!="):
        return f"(!is_empty({name}.NAOK) and {name}.NAOK {method} {other})"
    return f"{name}.NAOK {method} {other}"


def _is_option(row: Mapping[str, str], variables: Variables) -> bool:
    """Whether the row asks for one option of a multiple choice."""
    field, value = row.get("cfieldname", ""), row.get("value", "").strip()
    if row.get("type"):
        return row["type"] in ("M", "P")
    return bool(re.fullmatch(r"\w+", value)) and variables(field + value) is not None


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _translated(source: str, variables: Variables) -> Part | None:
    if len(source) > MAX_LENGTH:
        raise ExpressionTooLong(MAX_LENGTH, f"more than {MAX_LENGTH} characters")
    words = tuple(_words(source))
    if len(words) == 1:
        return None
    parser = _Parser(words, variables)
    part = parser.last()
    parser.finish()
    return part


def _bounded(part: Part, position: int) -> Part:
    """Some translations say a part twice; nested, they would double and double again."""
    if len(part.text) > MAX_LENGTH or len(part.opposite or "") > MAX_LENGTH:
        raise ExpressionTooLong(position, f"more than {MAX_LENGTH} characters when translated")
    return part


def _words(source: str) -> Iterator[Word]:
    place = 0
    while place < len(source):
        found = _WORD.match(source, place)
        if found is None:
            raise UnexpectedToken(place, source[place])
        if found.lastgroup and found.lastgroup != "space":
            yield Word(found.lastgroup, found.group(), place)
        place = found.end()
    yield Word("end", "", len(source))


class _Parser:
    """Reads and translates in one go; operators of one strength side by side, never nested."""

    def __init__(self, words: tuple[Word, ...], variables: Variables) -> None:
        self._words = words
        self._variables = variables
        self._at = 0
        self._depth = 0

    def finish(self) -> None:
        word = self._words[self._at]
        if word.kind != "end":
            raise UnexpectedToken(word.position, word.text)

    def expression(self) -> Part:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ExpressionTooDeep(self._words[self._at].position, f"more than {MAX_DEPTH} levels")
        start = self._words[self._at].position
        parts, operators = [self._operand()], []
        while operator := self._operator():
            operators.append(operator)
            parts.append(self._operand())
        self._depth -= 1
        several = [part for part in parts if part.members]
        if operators and several:
            raise WrongArguments(start, f"{several[0].text}: several answers where one is wanted")
        for signs, combine in _LEVELS:
            parts, operators = _folded(parts, operators, signs, combine)
        return _bounded(parts[0], start)

    def last(self) -> Part:
        """Of several expressions with commas between them, the last."""
        part = self.expression()
        while self._sees(","):
            self._take(",")
            part = self.expression()
        return part

    def _operator(self) -> str | None:
        word = self._words[self._at]
        if word.kind == "symbol" and word.text in ("=", "+=", "-=", "*=", "/="):
            raise Unsupported(word.position, f"an assignment ({word.text}); a comparison is written ==")
        known = {"symbol": _SYMBOLS.get(word.text), "variable": _WORDS.get(word.text.lower())}.get(word.kind)
        self._at += known is not None
        return known

    def _sees(self, text: str) -> bool:
        word = self._words[self._at]
        return word.kind == "symbol" and word.text == text

    def _take(self, text: str) -> None:
        word = self._words[self._at]
        if not self._sees(text):
            raise UnexpectedToken(word.position, word.text or "end of the expression")
        self._at += 1

    def _operand(self) -> Part:
        signs = []
        while (word := self._words[self._at]).text.lower() in ("!", "not", "-", "+"):
            signs.append(word.text)
            self._at += 1
        if len(signs) > MAX_DEPTH:
            raise ExpressionTooDeep(word.position, f"more than {MAX_DEPTH} signs")
        part = self._primary()
        for sign in reversed(signs):
            part = part if sign == "+" else signed(part) if sign == "-" else negated(part)
        return part

    def _primary(self) -> Part:
        word = self._words[self._at]
        self._at += 1
        match word.kind, word.text:
            case "number", text:
                return number(text)
            case "string", text:
                return string(re.sub(r"\\([\\\"'])", r"\1", text[1:-1]))
            case "symbol", "(":
                part = self.last()
                self._take(")")
                return part
            case "variable", text if text.lower() not in _WORDS:
                return self._call(word) if self._sees("(") else self._variable(word)
        raise UnexpectedToken(word.position, word.text or "end of the expression")

    def _variable(self, word: Word) -> Part:
        name = _VALUE_SUFFIX.sub("", word.text.removeprefix("INSERTANS:"))
        expression = self._variables(name)
        if expression is None:
            raise UnknownReference(word.position, name)
        return answer(expression)

    def _call(self, word: Word) -> Part:
        function = FUNCTIONS.get(word.text.lower())
        if function is None:
            raise UnsupportedFunction(word.position, word.text)
        self._take("(")
        arguments: list[Part] = []
        while not self._sees(")"):
            if arguments:
                self._take(",")
            arguments.append(self.expression())
        self._take(")")
        if not function.least <= len(arguments) <= function.most:
            raise WrongArguments(word.position, word.text)
        try:
            return _bounded(function.build(tuple(arguments)), word.position)
        except WrongArguments as refusal:
            raise WrongArguments(word.position, refusal.detail) from None


def _folded(
    parts: list[Part],
    operators: list[str],
    signs: frozenset[str],
    combine: Callable[[str, Part, Part], Part],
) -> tuple[list[Part], list[str]]:
    """Join the parts between which one of these signs stands, from left to right."""
    joined_parts, kept = [parts[0]], []
    for operator, part in zip(operators, parts[1:], strict=True):
        if operator in signs:
            joined_parts[-1] = combine(operator, joined_parts[-1], part)
        else:
            kept.append(operator)
            joined_parts.append(part)
    return joined_parts, kept
