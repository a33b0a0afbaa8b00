"""HTML as the restricted Markdown that instruments keep their texts in.

Paragraphs, line breaks, bold, italics, links and lists stay; of everything else the words stay.
Nothing that comes out is HTML.
"""

import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCKS = _words(
    "p div section article header footer main aside nav blockquote pre center address figure figcaption "
    "fieldset form dl dt dd table caption thead tbody tfoot tr hr details summary"
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_STRONG, _EMPHASIS, _LINK, _LINK_END, _BREAK = "\ue001\ue002\ue003\ue004\ue005"
"""Marks while a block is collected: words are escaped first, then marks become Markdown."""
_MARKS = {"strong": _STRONG, "b": _STRONG, "em": _EMPHASIS, "i": _EMPHASIS}
_WRITTEN = {_STRONG: "**", _EMPHASIS: "*", _LINK: "[", _BREAK: "  \n"}
_DROPPED = _words("script style template noscript head title iframe object select svg math")
_LOST = _words("img table sub sup s del strike video audio embed input button textarea form hr pre code")
_PICTURED = frozenset({"img", "video", "audio", "embed"})
_NAMES = {
    "img": "image", "hr": "line", "pre": "typewriter text", "code": "typewriter text", "sub": "lowered text",
    "sup": "raised text", "s": "struck text", "del": "struck text", "strike": "struck text", "iframe": "frame",
}  # fmt: skip
"""What a lost tag is called, where its own name is no word."""
_SCHEMES = frozenset({"http", "https", "mailto"})
_PUNCTUATION = re.escape("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")

_ESCAPES = re.compile(
    r"\\(?=[" + _PUNCTUATION + r"]|\n|$)"  # a backslash that would escape
    r"|`"
    r"|\*(?=\S)|(?<=\S)\*"
    r"|(?<![^\W_])_(?=\S)|(?<=\S)_(?![^\W_])"
    r"|~(?=~)"
    r"|<(?=[A-Za-z/!?])"
    r"|&(?=#?\w+;)"
)
_LINKED = re.compile(r"\][\[(:]")
"""What would make a link of words in brackets."""
_LINE_START = re.compile(
    r"^(?P<lead>[^\S\n]*)(?:(?P<mark>#{1,6}|[-+*>])(?=\s|$)|(?P<quote>>)|(?P<rule>[-=_*])(?=[-=_* ]*$)"
    r"|(?P<number>\d{1,9})(?P<dot>[.)])(?=\s|$))",
    re.MULTILINE,
)
_TAG = re.compile(r"<[A-Za-z/!?]")
_SIGN = re.compile("[<>\"']")
_DEEPEST = 20
"""Lists or marks inside one another; deeper ones are left aside."""
_INVISIBLE = re.compile("[\ufeff\u200b\u0000-\u0008\u000b-\u001f\ue000-\ue00f]")
_SPACES = re.compile(r"[^\S\n\u00a0]+")


def to_markdown(html: str) -> tuple[str, bool]:
    """The text as restricted Markdown, and whether something of it was lost.

    Lost are images (their description stays), tables (their words stay), scripts and refused links.
    A text without tags keeps its line breaks as they are.
    """
    text, lost = converted(html)
    return text, bool(lost)


def converted(html: str) -> tuple[str, tuple[str, ...]]:
    """The text as restricted Markdown, and what was lost of it in words: "image logo.png", "table"."""
    parser = _Writer(plain=not _TAG.search(html))
    parser.feed(_with_whole_tags(html.replace("\r\n", "\n").replace("\r", "\n")))
    parser.close()
    return parser.text(), tuple(parser.lost)


def _with_whole_tags(html: str) -> str:
    """A `<` that begins no whole tag becomes a character: the parser would look for its end again and again."""
    last = {mark: html.rfind(mark) for mark in ("'", '"', "-->")}
    pieces, at = [], 0
    while (begin := html.find("<", at)) >= 0:
        end = _end_of_tag(html, begin, last)
        pieces += [html[at:begin], html[begin:end] if end else "&lt;"]
        at = end or begin + 1
    return "".join((*pieces, html[at:]))


def _end_of_tag(html: str, begin: int, last: Mapping[str, int]) -> int:
    """Where the tag ends that begins here; 0 when it does not end."""
    if html.startswith("<!--", begin):
        return html.find("-->", begin + 4) + 3 if last["-->"] >= begin + 4 else 0
    if not _TAG.match(html, begin):
        return 0
    at = begin + 1
    while found := _SIGN.search(html, at):
        sign, at = found[0], found.end()
        if sign == ">":
            return at
        if sign == "<" or last[sign] < at:
            return 0
        at = html.index(sign, at) + 1
    return 0


def escaped(text: str) -> str:
    """Plain words with a backslash before each character that Markdown would read as a sign."""
    text = _ESCAPES.sub(lambda match: "\\" + match[0], text)
    text = text.replace("[", "\\[") if _LINKED.search(text) else text
    return _LINE_START.sub(_escaped_start, text)


def to_plain(markdown: str) -> str:
    """The words of a restricted Markdown text, in one line."""
    text = re.sub(r"(?<!\\)\[((?:[^\[\]\\]|\\.)*)\]\([^)\s]*\)", r"\1", markdown)
    text = re.sub(r"(?<![\\*])(\*{1,2})(?=\S)(.+?)(?<=[^\s\\])\1(?!\*)", r"\2", text)
    text = re.sub(r"(?m)^\s*(?:[-*+]|\d{1,9}[.)])\s+", "", text)
    text = re.sub(r"\\([" + _PUNCTUATION + r"])", r"\1", text.replace("\\\n", "\n"))
    return " ".join(text.split())


def _escaped_start(match: re.Match[str]) -> str:
    lead = match["lead"]
    if match["number"]:
        return f"{lead}{match['number']}\\{match['dot']}"
    return f"{lead}\\{match[0][len(lead) :]}"


class _Writer(HTMLParser):
    """Collects blocks; a block is a line of inline Markdown."""

    def __init__(self, *, plain: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.lost: dict[str, None] = {}
        self._plain = plain
        self._blocks: list[tuple[str, str]] = []  # what stands before the block, and the block
        self._inline: list[str] = []
        self._open: list[tuple[str, int]] = []  # mark or link, and where in _inline it began
        self._lists: list[int | None] = []  # per open list the number of its last point, None if unnumbered
        self._point = False  # the next block is the first of a point
        self._skipping: list[str] = []
        self._cells = 0

    def text(self) -> str:
        self._flush()
        written = ""
        for index, (lead, block) in enumerate(self._blocks):
            tight = index and lead.strip() and self._blocks[index - 1][0]
            written += ("\n" if tight else "\n\n") if index else ""
            indent = "\n" + " " * len(lead)
            written += lead + (indent if lead else "\n").join(block.split("\n"))
        return written

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipping:
            if tag in _DROPPED:
                self._skipping.append(tag)
            return
        if tag in _DROPPED:
            self.lost[_NAMES.get(tag, tag)] = None
            self._skipping.append(tag)
            return
        values = {name: value or "" for name, value in attrs}
        if tag in _LOST:
            source = values.get("src", "") if tag in _PICTURED else ""
            shown = re.sub(r"[?#].*", "", source).rpartition("/")[2][:60]
            self.lost[f"{_NAMES.get(tag, tag)} {shown}".strip()] = None
        if tag in _MARKS:
            self._begin(_MARKS[tag])
        elif tag == "a":
            address = _link(values.get("href", ""))
            self._begin(_LINK + address)
            if "href" in values and not address:
                self.lost[f"link to {values['href'][:60]}"] = None
        elif tag == "br":
            self._inline.append(_BREAK)
        elif tag == "img":
            self._words(values.get("alt", ""))
        elif tag in _HEADINGS:
            self._flush()
            self._begin(_STRONG)
        elif tag in ("td", "th"):
            self._inline.append(" · " if self._cells else "")
            self._cells += 1
        elif tag in ("ul", "ol"):
            self._flush()
            if len(self._lists) < _DEEPEST:
                self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._flush()
            self._start_point()
        elif tag in _BLOCKS:
            self._flush()
            self._cells = 0

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _DROPPED:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            if tag == self._skipping[-1]:
                self._skipping.pop()
            return
        if tag in _MARKS:
            self._end(_MARKS[tag])
        elif tag == "a":
            self._end(_LINK)
        elif tag in _HEADINGS:
            self._end(_STRONG)
            self._flush()
        elif tag in ("ul", "ol"):
            self._flush()
            if self._lists:
                self._lists.pop()
        elif tag in _BLOCKS or tag == "li":
            self._flush()
            self._point = self._point and tag != "li"

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self._words(data)

    def _words(self, data: str) -> None:
        data = _INVISIBLE.sub("", data)
        if not self._plain:
            data = re.sub(r"[^\S\u00a0]+", " ", data)
        self._inline.append(data)

    def _start_point(self) -> None:
        if not self._lists:
            self._lists.append(None)
        last = self._lists[-1]
        self._lists[-1] = None if last is None else last + 1
        self._point = True

    def _begin(self, mark: str) -> None:
        if len(self._open) >= _DEEPEST:
            return
        self._open.append((mark, len(self._inline)))

    def _end(self, kind: str) -> None:
        """Close the innermost open mark of a kind; marks left open inside it are closed with it."""
        places = [place for place, (mark, _) in enumerate(self._open) if mark[:1] == kind]
        while places and len(self._open) > places[-1]:
            self._close()

    def _close(self) -> None:
        mark, start = self._open.pop()
        inner = "".join(self._inline[start:])
        nested = any(outer[:1] == mark[:1] for outer, _ in self._open)
        self._inline[start:] = [inner if nested else _wrapped(mark, inner)]

    def _flush(self) -> None:
        """End the block; marks that are still open go on in the next."""
        pending = [mark for mark, _ in self._open]
        while self._open:
            self._close()
        block = _written(_tidy("".join(self._inline)))
        self._inline = []
        if block:
            self._blocks.append((self._lead(), block))
            self._point = False
        self._open = [(mark, 0) for mark in pending]

    def _lead(self) -> str:
        leads = [f"{number}. " if number is not None else "- " for number in self._lists]
        indent = "".join(" " * len(lead) for lead in leads[:-1])
        if not leads:
            return ""
        return indent + (leads[-1] if self._point else " " * len(leads[-1]))


def _link(address: str) -> str:
    """The address of a link as Markdown takes it, or nothing when such a link is refused."""
    address = re.sub(r"[\s\u0000-\u001f]", "", address)
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme.lower() not in _SCHEMES or not (parts.netloc or parts.path):
        return ""
    return quote(address, safe=":/?#@!$&*+,;=%~-._'")


def _wrapped(mark: str, inner: str) -> str:
    """Marks stand at the words: spaces and line breaks go outside."""
    words = inner.strip(f" \n{_BREAK}")
    if not words or mark == _LINK:  # a link without an address is its words
        return inner
    before, _, after = inner.partition(words)
    if mark.startswith(_LINK):
        return f"{before}{_LINK}{words}{_LINK_END}{mark[1:]}{_LINK_END}{after}"
    return f"{before}{mark}{words}{mark}{after}"


def _tidy(text: str) -> str:
    """Single spaces, at most one empty line, and room after a bold mark that Markdown would misread."""
    text = _SPACES.sub(" ", text.replace("\u00a0", " "))
    text = re.sub(rf" ?({_BREAK}|\n) ?", r"\1", text.strip(f" \n{_BREAK}"))
    text = re.sub(rf"{_BREAK}(?:\n|{_BREAK})+|\n{{3,}}", "\n\n", text)
    return re.sub(rf"([^\w\s{_STRONG}{_EMPHASIS}])([{_STRONG}{_EMPHASIS}])(?=\w)", _with_room(text), text)


def _with_room(text: str) -> Callable[[re.Match[str]], str]:
    def room(match: re.Match[str]) -> str:
        closes = text[: match.start(2)].count(match[2]) % 2
        return f"{match[0]} " if closes else match[0]

    return room


def _written(text: str) -> str:
    """Escaped words with their marks in Markdown."""
    addresses: list[str] = []

    def keep(match: re.Match[str]) -> str:
        addresses.append(match[1])
        return _LINK_END

    text = re.sub(f"{_LINK_END}([^{_LINK_END}]*){_LINK_END}", keep, text)
    text = escaped(re.sub(f"{_BREAK}", f"{_BREAK}\n", text)).replace(f"{_BREAK}\n", _BREAK)
    for mark, written in _WRITTEN.items():
        text = text.replace(mark, written)
    return re.sub(_LINK_END, lambda _: f"]({addresses.pop(0)})", text)
