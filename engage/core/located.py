"""YAML and JSON read into plain values that know the line they stand on.

Safe by construction: nothing but mappings, lists, texts, numbers, booleans and null is ever made, and a file is
refused when it is too large, too deep, or has too many parts (an alias counts as all that it stands for).

YAML is read by the core schema of YAML 1.2, so `no`, `on` and `2026-01-31` are texts, and by two rules more:
keys are always texts, and what begins with `+` or a needless `0` is a text (a telephone number, a code).
"""

import json
import math
import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import yaml

from engage.core.refusal import Refusal

MAX_BYTES = 5_000_000
MAX_PARTS = 200_000
MAX_DEPTH = 24

Steps = tuple[str | int, ...]
"""Keys and positions that lead to a part."""


class Unreadable(Refusal):
    """Nothing can be made of the text; `reason` says why in plain words, `line` where."""

    code: ClassVar[str] = "unreadable"

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(slots=True)
class Node:
    """One value and the line it begins on. `repeated` are keys given twice: the last one counts."""

    line: int
    value: Any
    children: dict[str | int, tuple[int, "Node"]] = field(default_factory=dict)
    repeated: list[tuple[str, int]] = field(default_factory=list)
    size: int = 1
    depth: int = 1

    def line_of(self, path: Sequence[str | int]) -> int:
        """The line of a part, or of the closest one around it that exists."""
        node, line = self, self.line
        for step in path:
            if step not in node.children:
                break
            line, node = node.children[step]
        return line

    def all_repeated(self, path: Steps = ()) -> Iterator[tuple[Steps, int]]:
        """Where a key is given twice, anywhere."""
        for key, line in self.repeated:
            yield (*path, key), line
        for step, (_, child) in self.children.items():
            yield from child.all_repeated((*path, step))


def read_text(data: bytes) -> str:
    """:raises Unreadable: when it is too large or not UTF-8"""
    if len(data) > MAX_BYTES:
        raise Unreadable(f"the file is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable("the file is not in UTF-8; save it with this encoding", line) from error


_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


_NO_CHILDREN: dict[str | int, tuple[int, Node]] = {}
_NO_REPEATED: list[tuple[str, int]] = []
"""Shared by all values without parts: nothing is ever put into them, and a large file has many."""


def _scalar(value: Any, line: int) -> Node:
    if isinstance(value, str) and _FORBIDDEN.search(value):
        raise Unreadable("a text has a control character or half a character in it", line)
    if isinstance(value, float) and not math.isfinite(value):
        raise Unreadable("a number is too large", line)
    return Node(line, value, _NO_CHILDREN, _NO_REPEATED)


@dataclass(slots=True)
class _Open:
    """A mapping or a list being read."""

    node: Node
    anchor: str | None = None
    key: tuple[str, int] | None = None

    def add(self, child: Node, line: int) -> None:
        node = self.node
        if isinstance(node.value, list):
            node.children[len(node.value)] = (line, child)
            node.value.append(child.value)
        else:
            key, line = self.key or ("", line)
            if key in node.value:
                node.repeated.append((key, line))
            node.value[key] = child.value
            node.children[key] = (line, child)
            self.key = None
        node.size += child.size
        node.depth = max(node.depth, child.depth + 1)
        if node.size > MAX_PARTS:
            raise Unreadable(f"the file has more than {MAX_PARTS} parts", line)
        if node.depth > MAX_DEPTH:
            raise Unreadable(f"the file is nested more than {MAX_DEPTH} levels deep", line)

    @property
    def wants_key(self) -> bool:
        return isinstance(self.node.value, dict) and self.key is None


# YAML


def from_yaml(text: str) -> Node:
    """:raises Unreadable: when it is not YAML, or more than a document should have"""
    try:
        return _YamlBuilder().build(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(f"this is not YAML: {error.problem}", mark.line + 1 if mark else None) from error
    except yaml.YAMLError as error:
        raise Unreadable("this is not YAML: it has characters that YAML does not allow") from error


class _YamlBuilder:
    """Builds values from YAML events, so that neither depth nor aliases cost anything before they are counted."""

    def __init__(self) -> None:
        self.open: list[_Open] = []
        self.anchors: dict[str, Node] = {}
        self.root: Node | None = None
        self.documents = 0

    def build(self, events: Iterator[yaml.Event]) -> Node:
        for event in events:
            line = event.start_mark.line + 1 if event.start_mark else 0
            if isinstance(event, yaml.DocumentStartEvent):
                self.documents += 1
                if self.documents > 1:
                    raise Unreadable("the file has more than one document", line)
            elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                self._start(event, line)
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                done = self.open.pop()
                self._place(done.node, done.node.line, done.anchor)
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event, line)
            elif isinstance(event, yaml.ScalarEvent):
                self._read_scalar(event, line)
        if self.root is None:
            raise Unreadable("the file is empty")
        return self.root

    def _start(self, event: yaml.CollectionStartEvent, line: int) -> None:
        if event.tag is not None:
            raise Unreadable(f"the tag {event.tag} is not allowed", line)
        if self.open and self.open[-1].wants_key:
            raise Unreadable("a key must be a word, not a list or a mapping", line)
        if len(self.open) >= MAX_DEPTH:
            raise Unreadable(f"the file is nested more than {MAX_DEPTH} levels deep", line)
        empty: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.open.append(_Open(Node(line, empty), event.anchor))

    def _alias(self, event: yaml.AliasEvent, line: int) -> None:
        if event.anchor not in self.anchors:
            raise Unreadable(f"the alias *{event.anchor} stands for nothing that is complete above it", line)
        if self.open and self.open[-1].wants_key:
            raise Unreadable("an alias cannot be a key", line)
        self._place(self.anchors[event.anchor], line, None)

    def _read_scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        if event.tag not in (None, "!", "tag:yaml.org,2002:str"):
            raise Unreadable(f"the tag {event.tag} is not allowed", line)
        if self.open and self.open[-1].wants_key:
            self.open[-1].key = (str(_scalar(event.value, line).value), line)
            return
        plain = event.tag is None and event.implicit[0]
        self._place(_scalar(_plain(event.value) if plain else event.value, line), line, event.anchor)

    def _place(self, node: Node, line: int, anchor: str | None) -> None:
        if anchor is not None:
            self.anchors[anchor] = node
        if self.open:
            self.open[-1].add(node, line)
        else:
            self.root = node


_WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}  # type: ignore[dict-item]
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?((0|[1-9][0-9]*)(\.[0-9]+)?|\.[0-9]+)([eE][-+]?[0-9]+)?")


def _plain(word: str) -> Any:
    """What a word without quotes means."""
    if word in _WORDS:
        return _WORDS[word]
    if _INTEGER.fullmatch(word):
        return int(word)
    if _DECIMAL.fullmatch(word):
        return float(word)
    return word


# JSON


def from_json(text: str) -> Node:
    """:raises Unreadable: when it is not JSON, or more than a document should have"""
    return _JsonReader(text).read()


_scan_string = json.decoder.scanstring  # type: ignore[attr-defined]
_SPACE = re.compile(r"[ \t\r\n]*")
_ATOM = re.compile(r"-?(?:0|[1-9]\d{0,300})(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null", re.ASCII)


class _JsonReader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.newlines = [match.start() for match in re.finditer("\n", text)]

    @property
    def line(self) -> int:
        return bisect(self.newlines, self.at - 1) + 1

    def read(self) -> Node:
        if not self.text.strip():
            raise Unreadable("the file is empty")
        node = self._value(1)
        self._skip()
        if self.at < len(self.text):
            raise self._wrong("something follows the end of the document")
        return node

    def _wrong(self, what: str) -> Unreadable:
        return Unreadable(f"this is not JSON: {what}", self.line)

    def _skip(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def _next_is(self, sign: str) -> bool:
        self._skip()
        if not self.text.startswith(sign, self.at):
            return False
        self.at += 1
        return True

    def _value(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise Unreadable(f"the file is nested more than {MAX_DEPTH} levels deep", self.line)
        self._skip()
        line = self.line
        if self._next_is("{"):
            return self._members(_Open(Node(line, {})), "}", depth)
        if self._next_is("["):
            return self._members(_Open(Node(line, [])), "]", depth)
        if self._next_is('"'):
            return _scalar(self._string(), line)
        atom = _ATOM.match(self.text, self.at)
        if atom is None:
            raise self._wrong("a value is expected here")
        self.at = atom.end()
        return _scalar(json.loads(atom.group()), line)

    def _members(self, around: _Open, end: str, depth: int) -> Node:
        if self._next_is(end):
            return around.node
        while True:
            if end == "}":
                if not self._next_is('"'):
                    raise self._wrong("a key in double quotes is expected here")
                line = self.line
                around.key = (str(_scalar(self._string(), line).value), line)
                if not self._next_is(":"):
                    raise self._wrong("a colon is expected here")
            self._skip()
            line = self.line
            around.add(self._value(depth + 1), line)
            if self._next_is(end):
                return around.node
            if not self._next_is(","):
                raise self._wrong(f"a comma or {end} is expected here")

    def _string(self) -> str:
        try:
            text, self.at = _scan_string(self.text, self.at, True)
        except json.JSONDecodeError as error:
            self.at = error.pos
            raise self._wrong("a text has no end, or a line break or a wrong escape in it") from error
        return str(text)
