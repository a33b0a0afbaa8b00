"""Pages rendered once and filled many times.

A published page changes from one respondent to the next only in a few places. A template marks them:

    {{ slot("value", "q1") }}                     a place that is filled
    {{ begin("item", "q2") }} … {{ end() }}       a part that may be left out, repeated or reordered

The marks are private-use characters, which content never holds (`clean` of texts removes them). Rendering a
template gives a tree of text, slots and blocks; filling it calls one function a kind.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

OPEN, CLOSE, BLOCK, END = "\ue000", "\ue001", "\ue002", "\ue003"
MARKS = re.compile(f"[{OPEN}{CLOSE}{BLOCK}{END}]")
_TOKEN = re.compile(f"{OPEN}(.*?){CLOSE}|{BLOCK}(.*?){CLOSE}|({END})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Slot:
    kind: str
    args: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    kind: str
    args: tuple[str, ...]
    parts: "Parts"


Parts = tuple["str | Slot | Block", ...]
SlotFiller = Callable[..., str]
BlockFiller = Callable[..., str]
"""Gets the parts and `fill`, then the block's arguments."""
KnownSlot = Callable[..., "str | None"]
KnownBlock = Callable[..., "Parts | None"]
"""Gets the parts, then the block's arguments; says what stands in its place, or None: that is not known yet."""


def slot(kind: str, *args: str) -> Markup:
    return Markup(f"{OPEN}{json.dumps([kind, *args])}{CLOSE}")  # noqa: S704 -- our own marks, taken out again


def begin(kind: str, *args: str) -> Markup:
    return Markup(f"{BLOCK}{json.dumps([kind, *args])}{CLOSE}")  # noqa: S704 -- as above


def end() -> Markup:
    return Markup(END)  # noqa: S704 -- as above


TEMPLATE_FUNCTIONS = {"slot": slot, "begin": begin, "end": end}


@dataclass(frozen=True, slots=True)
class CompiledPage:
    parts: Parts

    @classmethod
    def of(cls, rendered: str) -> "CompiledPage":
        """Take a rendered template apart.

        :raises ValueError: when a block is not closed, or closed twice
        """
        stack: list[tuple[str, tuple[str, ...], list[str | Slot | Block]]] = [("", (), [])]
        position = 0
        for match in _TOKEN.finditer(rendered):
            if match.start() > position:
                stack[-1][2].append(rendered[position : match.start()])
            position = match.end()
            if match[1] is not None:
                kind, *args = json.loads(match[1])
                stack[-1][2].append(Slot(kind, tuple(args)))
            elif match[2] is not None:
                kind, *args = json.loads(match[2])
                stack.append((kind, tuple(args), []))
            else:
                if len(stack) == 1:
                    raise ValueError("a block ends that never began")
                kind, closed, parts = stack.pop()
                stack[-1][2].append(Block(kind, closed, tuple(parts)))
        if len(stack) != 1:
            raise ValueError(f"the block {stack[-1][0]!r} does not end")
        stack[0][2].append(rendered[position:])
        return cls(tuple(stack[0][2]))

    def ahead(self, slots: Mapping[str, KnownSlot], blocks: Mapping[str, KnownBlock]) -> "CompiledPage":
        """The page with what is known beforehand filled in; a function answers None where it is not."""

        def known(parts: Parts) -> Parts:
            out: list[str | Slot | Block] = []
            for part in parts:
                for each in _in_place(part):
                    if isinstance(each, str) and out and isinstance(out[-1], str):
                        out[-1] += each
                    else:
                        out.append(each)
            return tuple(out)

        def _in_place(part: str | Slot | Block) -> Parts:
            if isinstance(part, str):
                return (part,)
            if isinstance(part, Slot):
                text = slots[part.kind](*part.args) if part.kind in slots else None
                return (part,) if text is None else (text,)
            inside = blocks[part.kind](part.parts, *part.args) if part.kind in blocks else None
            return (Block(part.kind, part.args, known(part.parts)),) if inside is None else known(inside)

        return CompiledPage(known(self.parts))

    def fill(self, slots: Mapping[str, SlotFiller], blocks: Mapping[str, BlockFiller]) -> str:
        """The page as text; every kind of slot and block needs its function."""

        def fill(parts: Parts) -> str:
            out: list[str] = []
            add = out.append
            for part in parts:
                if isinstance(part, str):
                    add(part)
                elif isinstance(part, Slot):
                    add(slots[part.kind](*part.args))
                else:
                    add(blocks[part.kind](part.parts, fill, *part.args))
            return "".join(out)

        return fill(self.parts)
