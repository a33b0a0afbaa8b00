"""Regular expressions as Java, JavaScript and PCRE agree on them, read into a tree.

Left out on purpose, and refused by name: what cannot be matched in one pass (back references, looking
around, possessive quantifiers). Laziness is accepted and means nothing, since only "does all of the
text match" is asked.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from engage.instruments.expressions.errors import PatternRefused

MAX_GROUPS = 30
"""Groups inside one another."""

Matcher: TypeAlias = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class One:
    """One character."""

    matches: Matcher


@dataclass(frozen=True, slots=True)
class Edge:
    """A place between characters: `^`, `$`, `b` at the edge of a word, `B` anywhere else."""

    kind: str


@dataclass(frozen=True, slots=True)
class Sequence:
    parts: "tuple[Tree, ...]"


@dataclass(frozen=True, slots=True)
class Choice:
    parts: "tuple[Tree, ...]"


@dataclass(frozen=True, slots=True)
class Repeat:
    part: "Tree"
    least: int
    most: int | None


Tree: TypeAlias = One | Edge | Sequence | Choice | Repeat

_CONTROL = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}
_LINE_ENDS = frozenset("\n\r\u0085\u2028\u2029")
_COUNT = re.compile(r"\{(\d{1,4})(?:(,)(\d{1,4})?)?\}", re.ASCII)
_GROUP = re.compile(r"\?(?:(?P<flags>[ius]+)(?P<ends>[:)])|:|P?<(?![=!])\w+>)")


def is_word(character: str) -> bool:
    """As in Java: ASCII letters, digits and the underscore."""
    return character == "_" or (character.isascii() and character.isalnum())


_CLASSES: dict[str, Matcher] = {
    "d": lambda c: "0" <= c <= "9",
    "w": is_word,
    "s": lambda c: c in " \t\n\r\f\v",
}


def parse_pattern(source: str) -> Tree:
    """The tree of a pattern.

    :raises PatternRefused: with the position of what is not offered
    """
    parser = _Parser(source)
    tree = parser.choice()
    if parser.at < len(source):
        raise PatternRefused(parser.at, source[parser.at])
    return tree


def _not(matches: Matcher) -> Matcher:
    return lambda c: not matches(c)


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self._depth = 0
        self._fold = False
        self._dot_all = False

    def _next(self) -> str:
        return self.source[self.at : self.at + 1]

    def _take(self) -> str:
        character = self._next()
        if not character:
            raise PatternRefused(self.at, "end of the pattern")
        self.at += 1
        return character

    def choice(self) -> Tree:
        parts = [self._sequence()]
        while self._next() == "|":
            self.at += 1
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else Choice(tuple(parts))

    def _sequence(self) -> Tree:
        parts: list[Tree] = []
        while self._next() not in ("", "|", ")"):
            parts.append(self._quantified(self._atom()))
        return Sequence(tuple(parts))

    def _quantified(self, part: Tree) -> Tree:
        while True:
            found = _COUNT.match(self.source, self.at)
            if found:
                least = int(found[1])
                most = int(found[3]) if found[3] else None if found[2] else least
                self.at = found.end()
                if most is not None and most < least:
                    raise PatternRefused(found.start(), found.group())
            elif self._next() and self._next() in "*+?":
                sign = self._take()
                least, most = int(sign == "+"), (1 if sign == "?" else None)
            else:
                return part
            part = Repeat(part, least, most)
            if self._next() == "+":
                raise PatternRefused(self.at, "a possessive quantifier")
            if self._next() == "?":
                self.at += 1

    def _atom(self) -> Tree:
        start = self.at
        character = self._take()
        match character:
            case "(":
                return self._group(start)
            case "[":
                return One(self._folding(self._set(start)))
            case ".":
                return One((lambda _: True) if self._dot_all else (lambda c: c not in _LINE_ENDS))
            case "^" | "$":
                return Edge(character)
            case "\\" if self._next() and self._next() in "bBAzZ":
                letter = self._take()
                return Edge({"A": "^", "z": "$", "Z": "$"}.get(letter, letter))
            case "\\":
                escaped = self._escape(start)
                return One(self._folding(escaped if callable(escaped) else escaped.__eq__))
            case "*" | "+" | "?":
                raise PatternRefused(start, f"nothing before {character}")
        return One(self._folding(character.__eq__))

    def _folding(self, matches: Matcher) -> Matcher:
        if not self._fold:
            return matches
        return lambda c: matches(c) or matches(c.lower()) or matches(c.upper())

    def _group(self, start: int) -> Tree:
        self._depth += 1
        if self._depth > MAX_GROUPS:
            raise PatternRefused(start, f"more than {MAX_GROUPS} groups in one another")
        before = self._fold, self._dot_all
        if self._next() == "?":
            found = _GROUP.match(self.source, self.at)
            if found is None:
                raise PatternRefused(start, self.source[start : start + 4])
            self.at = found.end()
            self._fold |= "i" in (found["flags"] or "")
            self._dot_all |= "s" in (found["flags"] or "")
            if found["ends"] == ")":
                self._depth -= 1
                return Sequence(())
        tree = self.choice()
        if self._next() != ")":
            raise PatternRefused(start, "an open group")
        self.at += 1
        self._depth -= 1
        self._fold, self._dot_all = before
        return tree

    def _escape(self, start: int) -> Matcher | str:
        """What stands behind a backslash: a class, or one character."""
        letter = self._take()
        if letter in _CLASSES:
            return _CLASSES[letter]
        if letter.lower() in _CLASSES:
            return _not(_CLASSES[letter.lower()])
        if letter in "pP":
            matches = self._category(start)
            return matches if letter == "p" else _not(matches)
        if letter in "xu":
            return self._code_point(start, 2 if letter == "x" else 4)
        if letter in _CONTROL:
            return _CONTROL[letter]
        if letter.isascii() and letter.isalnum():
            raise PatternRefused(start, f"\\{letter}")
        return letter

    def _category(self, start: int) -> Matcher:
        r"""`\p{L}`, `\pL`, `\p{Lu}`, `\p{IsL}`: a general category of Unicode."""
        found = re.compile(r"(?:\{(?:Is)?([LMNPSZC][a-z]?)\}|([LMNPSZC]))").match(self.source, self.at)
        if found is None:
            raise PatternRefused(start, "an unknown category")
        self.at = found.end()
        category = found[1] or found[2]
        return lambda c: unicodedata.category(c).startswith(category)

    def _code_point(self, start: int, digits: int) -> str:
        code = self.source[self.at : self.at + digits]
        if not re.fullmatch(rf"[0-9A-Fa-f]{{{digits}}}", code):
            raise PatternRefused(start, "an unknown character code")
        self.at += digits
        return chr(int(code, 16))

    def _set(self, start: int) -> Matcher:
        negated = self._next() == "^"
        self.at += negated
        ranges: list[tuple[str, str]] = []
        classes: list[Matcher] = []
        first = True
        while first or self._next() != "]":
            first = False
            if not self._next() or self.source.startswith("[:", self.at):
                raise PatternRefused(start, "an open or a named set")
            low = self._member()
            if callable(low):
                classes.append(low)
                continue
            high: Matcher | str = low
            if self._next() == "-" and self.source[self.at + 1 : self.at + 2] not in ("]", ""):
                self.at += 1
                high = self._member()
            if callable(high) or high < low:
                raise PatternRefused(start, "a range that goes backwards")
            ranges.append((low, high))
        self.at += 1
        matches = _any_of(tuple(ranges), tuple(classes))
        return _not(matches) if negated else matches

    def _member(self) -> Matcher | str:
        start = self.at
        character = self._take()
        if character != "\\":
            return character
        if self._next() == "b":
            self.at += 1
            return "\b"
        return self._escape(start)


def _any_of(ranges: tuple[tuple[str, str], ...], classes: tuple[Matcher, ...]) -> Matcher:
    def matches(c: str) -> bool:
        return any(low <= c <= high for low, high in ranges) or any(inside(c) for inside in classes)

    return matches
