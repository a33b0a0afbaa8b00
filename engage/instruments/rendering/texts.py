"""Texts of instruments as HTML: restricted Markdown, answers shown with `${name}`, nothing that could act."""

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from engage.i18n.locales import direction
from engage.i18n.text import LocalizedText
from engage.web.compiled import MARKS, slot

REFERENCE = re.compile(r"\$\{\s*([^{}\s]{1,100})\s*\}")
_TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "code", "h2", "h3", "h4", "hr"}
_INLINE = {"strong", "em", "a", "code", "br"}
_PIPE = re.compile("\ue010(.*?)\ue011")


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": False}).disable(
        ["image", "fence", "code"]
    )


def _clean(html: str, tags: set[str]) -> str:
    return nh3.clean(
        html,
        tags=tags,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )


def _marked(text: str) -> str:
    """References as private marks that Markdown leaves alone."""
    return REFERENCE.sub(lambda match: f"\ue010{match[1]}\ue011", MARKS.sub("", text).replace("\ue010", ""))


def _unmarked(html: str) -> Markup:
    return Markup(_PIPE.sub(lambda match: slot("pipe", match[1]), html))  # noqa: S704 -- cleaned just before


def block(text: str) -> Markup:
    """A text of one or more paragraphs."""
    return _unmarked(_paragraphs(_marked(text)))


def inline(text: str) -> Markup:
    """A text inside a label or legend: no paragraphs; line breaks stay."""
    return _unmarked(_line(_marked(text)))


def prose(text: str) -> Markup:
    """Paragraphs outside of questionnaires, where there are no answers to show: `${name}` is what it says."""
    return Markup(_paragraphs(MARKS.sub("", text)))  # noqa: S704 -- cleaned


def phrase(text: str) -> Markup:
    """The same in a line."""
    return Markup(_line(MARKS.sub("", text)))  # noqa: S704 -- cleaned


def _paragraphs(text: str) -> str:
    html = _markdown().render(text).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    return _clean(html, _TAGS).strip()


def _line(text: str) -> str:
    lines = [_markdown().renderInline(line.strip().lstrip("#").strip()) for line in text.strip().split("\n")]
    return _clean("<br>".join(line for line in lines if line), _INLINE)


def plain(text: str) -> str:
    """The words alone, for titles and lists."""
    html = _markdown().render(REFERENCE.sub("…", MARKS.sub("", text)))
    return " ".join(Markup(nh3.clean(html, tags=set())).unescape().split())  # noqa: S704 -- all tags removed


@lru_cache(maxsize=8192)
def known_plain(text: str) -> str:
    """`plain` of an instrument's own text, which many people are shown: made once. Never of what somebody wrote."""
    return plain(text)


@lru_cache(maxsize=1024)
def known_block(text: str) -> Markup:
    """`block` likewise."""
    return block(text)


def words(text: str) -> Markup:
    """The words alone for a page that is compiled: with a place for each answer that they show."""
    html = _markdown().render(_marked(text))
    bare = " ".join(Markup(nh3.clean(html, tags=set())).unescape().split())  # noqa: S704 -- all tags removed
    return Markup(_PIPE.sub(lambda match: slot("said", match[1]), str(escape(bare))))  # noqa: S704 -- escaped


def attributes(text: LocalizedText, language: str) -> Markup:
    """`lang` and `dir` where a text is not in the page's language."""
    _, found = text.pick(language)
    return language_attributes(found, language)


def language_attributes(found: str, language: str) -> Markup:
    if found == language or not found:
        return Markup("")
    return Markup(' lang="{}" dir="{}"').format(found, direction(found))
