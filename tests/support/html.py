"""Pages as people meet them: elements, forms, and what every page must keep to."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
BLOCKS = ("details", "div", "dl", "fieldset", "form", "h2", "h3", "ol", "p", "table", "ul")
INLINE = {"bdi", "button", "em", "label", "p", "small", "span", "strong"}
"""No block may stand inside of these."""
MARKS = {chr(code) for code in range(0xE000, 0xE020)}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parent: "Element | None" = None
    children: "list[Element | str]" = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")

    def __contains__(self, name: str) -> bool:
        return name in self.attributes

    def walk(self) -> "Iterator[Element]":
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.walk()

    def all(self, *tags: str) -> "list[Element]":
        return [element for element in self.walk() if element.tag in tags]

    @property
    def text(self) -> str:
        """Its words, blanks folded."""
        return " ".join("".join(self._words()).split())

    def _words(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in ("script", "style", "template"):
                yield from child._words()
                if child.tag not in ("span", "strong", "em", "a", "bdi", "wbr"):
                    yield " "

    @property
    def raw(self) -> str:
        """Its text as it stands, such as a textarea's."""
        text = "".join(child for child in self.children if isinstance(child, str))
        return text.removeprefix("\n")

    def inside(self, tag: str) -> "Element | None":
        found = self.parent
        while found is not None and found.tag != tag:
            found = found.parent
        return found

    @property
    def is_disabled(self) -> bool:
        found: Element | None = self
        while found is not None:
            if "disabled" in found and found.tag in ("fieldset", "input", "select", "textarea", "button"):
                return True
            found = found.parent
        return False

    @property
    def is_hidden(self) -> bool:
        found: Element | None = self
        while found is not None:
            if "hidden" in found:
                return True
            found = found.parent
        return False


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.at = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        found = self.at
        while found.parent is not None and found.tag != tag:
            found = found.parent
        if found.parent is not None:
            self.at = found.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


def parse(html: str) -> Element:
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


def faults(root: Element) -> list[str]:
    """What is wrong with a page that any page of the product must have right."""
    found = []
    html = next(iter(root.all("html")), None)
    if html is None or not html["lang"] or html["dir"] not in ("ltr", "rtl"):
        found.append("the page does not state its language and direction")
    headings = root.all("h1")
    if len(headings) != 1 or not headings[0].text:
        found.append(f"one h1 with words is wanted, there are {len(headings)}")
    titles = [title for title in root.all("title") if title.inside("svg") is None]
    if len(titles) != 1 or not titles[0].text:
        found.append("one title with words is wanted")
    ids = Counter(element["id"] for element in root.walk() if "id" in element)
    found += [f"the id {name!r} is there {count} times" for name, count in ids.items() if count > 1]
    found += [f"a label is for {label['for']!r}, which is not there" for label in _dangling(root, ids)]
    for element in root.walk():
        for name in element["aria-describedby"].split() + element["aria-labelledby"].split():
            if name not in ids:
                found.append(f"{element.tag} {element['id']!r} is described by {name!r}, which is not there")
    for block in root.all(*BLOCKS):
        if block.parent is not None and block.parent.tag in INLINE:
            found.append(f"{block.tag} stands inside of {block.parent.tag}")
    labelled = {label["for"] for label in root.all("label") if label.text}
    for control in root.all("input", "select", "textarea"):
        named = control["aria-label"] or control["aria-labelledby"] or control.inside("label")
        if _is_visible(control) and control["id"] not in labelled and not named:
            found.append(f"{control.tag} {control['name'] or control['id']!r} has no label")
    return found


def _dangling(root: Element, ids: Counter[str]) -> list[Element]:
    return [label for label in root.all("label") if "for" in label and label["for"] not in ids]


def _is_visible(control: Element) -> bool:
    return control["type"] not in ("hidden", "submit", "button") and not control.is_hidden


def left_marks(html: str) -> set[str]:
    """Marks of compiled pages that were never filled."""
    return MARKS & set(html)


@dataclass
class Form:
    """A form with its controls, also those that belong to it by `form=`."""

    element: Element
    controls: list[Element]

    @classmethod
    def all_of(cls, root: Element) -> "list[Form]":
        controls = root.all("input", "select", "textarea", "button")
        found = []
        for form in root.all("form"):
            own = [
                c for c in controls if c["form"] == form["id"] != "" or ("form" not in c and c.inside("form") is form)
            ]
            found.append(cls(form, own))
        return found

    @property
    def buttons(self) -> list[Element]:
        return [c for c in self.controls if c.tag == "button" and c["type"] in ("", "submit") and not c.is_disabled]

    @property
    def names(self) -> set[str]:
        return {c["name"] for c in self.controls if c.tag != "button" and c["name"] and not c.is_disabled}

    def button(self, action: str, name: str = "_action") -> Element | None:
        return next((b for b in self.buttons if b["name"] == name and b["value"] == action), None)

    def values(self) -> dict[str, list[str]]:
        """What a browser would send if nothing were changed, by name."""
        found: dict[str, list[str]] = {}
        for control in self.controls:
            if control.is_disabled or not control["name"] or control.tag == "button":
                continue
            found.setdefault(control["name"], []).extend(_values(control))
        return found

    def offered(self, name: str) -> set[str] | None:
        """The values that can be chosen for a name; None where one can type."""
        mine = [c for c in self.controls if c["name"] == name and not c.is_disabled]
        if all(c["type"] in ("radio", "checkbox") for c in mine):
            return {c["value"] for c in mine}
        if all(c.tag == "select" for c in mine):
            return {o["value"] for c in mine for o in c.all("option")}
        return None


def _values(control: Element) -> list[str]:
    if control.tag == "textarea":
        return [control.raw]
    if control.tag == "select":
        options = control.all("option")
        chosen = [option["value"] for option in options if "selected" in option]
        return chosen[-1:] or [option["value"] for option in options[:1]]
    if control["type"] in ("radio", "checkbox"):
        return [control["value"]] if "checked" in control else []
    return [] if control["type"] in ("file", "submit", "button") else [control["value"]]
