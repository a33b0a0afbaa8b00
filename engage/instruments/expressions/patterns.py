"""Regular expressions that cannot be made to run for ever.

Python's `re` goes back and tries again, so `(a+)+$` or `a*a*a*a*b` on a long answer stops a server. Here
all alternatives advance together, one character at a time (Thompson, 1968), and the sets of places
reached are remembered, so that common patterns cost one dictionary look-up per character.
"""

from functools import lru_cache

from engage.instruments.expressions.errors import PatternRefused
from engage.instruments.expressions.pattern_syntax import (
    Choice,
    Edge,
    Matcher,
    One,
    Repeat,
    Sequence,
    Tree,
    is_word,
    parse_pattern,
)

MAX_PATTERN = 1_000
"""Characters of a pattern."""
MAX_PLACES = 5_000
"""Places of a pattern with its counted repetitions written out."""
MAX_SUBJECT = 10_000
"""Characters of a text that is matched."""
MAX_VISITS = 100_000
"""Places visited in one match, remembered ones not counted."""
_REMEMBERED = 5_000

_START, _WORD, _OTHER = range(3)


class Pattern:
    """A pattern ready to match whole texts."""

    def __init__(self, source: str) -> None:
        if len(source) > MAX_PATTERN:
            raise PatternRefused(MAX_PATTERN, f"more than {MAX_PATTERN} characters")
        self.source = source
        self._ones: list[Matcher | None] = []
        self._edges: list[str] = []
        self._exits: list[list[int]] = []
        self._end = self._place()
        start = self._build(parse_pattern(source), self._end)
        self._start = frozenset([start])
        self._known: dict[tuple[frozenset[int], int, str], frozenset[int]] = {}

    def matches(self, text: str) -> bool:
        return self.match(text)[0]

    def match(self, text: str) -> tuple[bool, int]:
        """Whether the pattern matches all of the text, and how many places were visited to know.

        :raises PatternRefused: when the text is too long, or the match takes too many visits
        """
        if len(text) > MAX_SUBJECT:
            raise PatternRefused(0, f"a text of more than {MAX_SUBJECT} characters")
        places, before, visits = self._start, _START, 0
        for character in text:
            key = (places, before, character)
            after = self._known.get(key)
            if after is None:
                reached = self._reached(places, before, character)
                visits += len(reached)
                if visits > MAX_VISITS:
                    raise PatternRefused(0, "a match that takes too long")
                after = self._remember(key, reached)
            if not after:
                return False, visits
            places, before = after, _WORD if is_word(character) else _OTHER
        return self._end in self._reached(places, before, ""), visits

    def _remember(self, key: tuple[frozenset[int], int, str], reached: set[int]) -> frozenset[int]:
        after: set[int] = set()
        for place in reached:
            one = self._ones[place]
            if one is not None and one(key[2]):
                after.update(self._exits[place])
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[key] = result = frozenset(after)
        return result

    def _reached(self, places: frozenset[int], before: int, character: str) -> set[int]:
        """All places to be at without reading a character, between `before` and `character`."""
        reached = set(places)
        waiting = list(places)
        while waiting:
            place = waiting.pop()
            if self._ones[place] is not None or not self._passes(self._edges[place], before, character):
                continue
            for after in self._exits[place]:
                if after not in reached:
                    reached.add(after)
                    waiting.append(after)
        return reached

    @staticmethod
    def _passes(edge: str, before: int, character: str) -> bool:
        match edge:
            case "":
                return True
            case "^":
                return before == _START
            case "$":
                return character == ""
        at_edge = (before == _WORD) != (character != "" and is_word(character))
        return at_edge == (edge == "b")

    def _place(self, *exits: int, one: Matcher | None = None, edge: str = "") -> int:
        if len(self._ones) >= MAX_PLACES:
            raise PatternRefused(0, "too many repetitions")
        self._ones.append(one)
        self._edges.append(edge)
        self._exits.append(list(exits))
        return len(self._ones) - 1

    def _build(self, tree: Tree, after: int) -> int:
        """Add the places of a tree that goes on to `after`; return where it begins."""
        match tree:
            case One(matches):
                return self._place(after, one=matches)
            case Edge(kind):
                return self._place(after, edge=kind)
            case Sequence(parts):
                for part in reversed(parts):
                    after = self._build(part, after)
                return after
            case Choice(parts):
                return self._place(*(self._build(part, after) for part in parts))
            case Repeat(part, least, most):
                return self._repeat(part, least, most, after)

    def _repeat(self, part: Tree, least: int, most: int | None, after: int) -> int:
        if most is None:
            again = self._place(after)
            self._exits[again].append(self._build(part, again))
            begin = again
        else:
            begin = after
            for _ in range(most - least):
                begin = self._place(after, self._build(part, begin))
        for _ in range(least):
            begin = self._build(part, begin)
        return begin


@lru_cache(maxsize=512)
def compile_pattern(source: str) -> Pattern:
    """A pattern, made once.

    :raises PatternRefused: for what is not offered, or too large
    """
    return Pattern(source)


def matches(source: str, text: str) -> bool:
    """Whether a pattern matches all of a text (`regex()` of ODK forms, `pattern` of an item)."""
    return compile_pattern(source).matches(text)
