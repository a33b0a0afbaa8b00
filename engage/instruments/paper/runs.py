"""Restricted Markdown as plain data that the typesetter lays out: paragraphs and lists of words."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from engage.instruments.rendering.texts import REFERENCE
from engage.web.compiled import MARKS

Run = dict[str, Any]
"""`{"text": …, "strong": bool, "em": bool, "link": "…" or absent}`; `{"break": True}` ends a line."""
Block = dict[str, Any]
"""`{"kind": "text", "runs": […]}` or `{"kind": "bullets" | "numbers", "items": [[Block, …], …]}`."""


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(["image", "fence", "code"])


def blocks(text: str, shown: Callable[[str], str]) -> list[Block]:
    """A text as blocks.

    :param shown: what stands on paper for an answer that the text shows, by its key
    """
    words = REFERENCE.sub(lambda match: shown(match[1]), MARKS.sub("", text))
    return list(_blocks(_markdown().parse(words)))


def line(text: str, shown: Callable[[str], str]) -> list[Run]:
    """A text as one paragraph."""
    runs: list[Run] = []
    for block in blocks(text, shown):
        if runs:
            runs.append({"break": True})
        runs += block.get("runs") or [run for item in block["items"] for part in item for run in part.get("runs", [])]
    return runs


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type in ("bullet_list_open", "ordered_list_open"):
            end = _end(tokens, at)
            kind = "bullets" if token.type.startswith("bullet") else "numbers"
            yield {"kind": kind, "items": list(_items(tokens[at + 1 : end]))}
            at = end
        elif token.type == "inline":
            heading = at > 0 and tokens[at - 1].type == "heading_open"
            runs = list(_runs(token.children or []))
            yield {"kind": "text", "runs": [run | {"strong": True} if heading else run for run in runs]}
        at += 1


def _end(tokens: Sequence[Token], start: int) -> int:
    depth = 0
    for at in range(start, len(tokens)):
        depth += tokens[at].nesting
        if depth == 0:
            return at
    return len(tokens)


def _items(tokens: Sequence[Token]) -> Iterator[list[Block]]:
    at = 0
    while at < len(tokens):
        end = _end(tokens, at)
        yield list(_blocks(tokens[at + 1 : end]))
        at = end + 1


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    strong = em = 0
    link = ""
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                strong += token.nesting
            case "em_open" | "em_close":
                em += token.nesting
            case "link_open":
                link = str(token.attrs.get("href", ""))
            case "link_close":
                if link.startswith(("http", "mailto:")):
                    yield {"text": f" ({link.removeprefix('mailto:')})", "strong": False, "em": False}
                link = ""
            case "softbreak" | "hardbreak":
                yield {"break": True}
            case _ if token.content:
                yield {"text": token.content, "strong": strong > 0, "em": em > 0}
