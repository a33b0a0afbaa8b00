"""What every page must keep to beside valid HTML, read from what was served; by criterion of WCAG 2.2."""

from collections import Counter
from collections.abc import Iterator

from tests.support.html import Element, faults, parse

ONE_OWN = ("email", "tel", "password")


def title_and_faults(html: str, *, own: bool = True) -> tuple[str, list[str]]:
    """The title of a page, and what is wrong with it.

    :param own: whether what is asked for is that of who fills it in; teams write down that of others
    """
    root = parse(html)
    titles = [each for each in root.all("title") if each.inside("svg") is None]
    found = [*faults(root), *ungrouped(root), *moved_help(root), *(unfilled(root) if own else ())]
    return (titles[0].text if titles else ""), found


def unfilled(root: Element) -> Iterator[str]:
    """Fields for one's own address or number that no browser fills in (1.3.5)."""
    for each in root.all("input"):
        if each["type"] in ONE_OWN and not each["autocomplete"]:
            yield f"it is not said what a browser may fill in: {each['name']}"


def ungrouped(root: Element) -> Iterator[str]:
    """Answers to one question that stand in no group with its words (1.3.1)."""
    radios = [each for each in root.all("input") if each["type"] == "radio"]
    several = {name for name, number in Counter(each["name"] for each in radios).items() if number > 1}
    for name in sorted(several):
        first = next(each for each in radios if each["name"] == name)
        fieldset = first.inside("fieldset")
        legends = [] if fieldset is None else [each for each in fieldset.children if isinstance(each, Element)][:1]
        named = any(each.tag == "legend" and each.text for each in legends)
        in_row = (row := first.inside("tr")) is not None and bool(row.all("th"))  # a matrix: its row has the words
        if not named and not in_row and not _named_group(first):
            yield f"answers without the words of their question: {name}"


def _named_group(element: Element) -> bool:
    at: Element | None = element
    while at is not None:
        if at["role"] in ("radiogroup", "group") and (at["aria-labelledby"] or at["aria-label"]):
            return True
        at = at.parent
    return False


def moved_help(root: Element) -> Iterator[str]:
    """Whom one can ask stands at the end of a page, after it the same two statements (3.2.3, 3.2.6)."""
    everything = list(root.walk())
    main = next((each for each in everything if each.tag == "main"), None)
    contact = next((each for each in everything if each["class"] == "eng-contact"), None)
    if main is not None and contact is not None and everything.index(contact) < everything.index(main):
        yield "the contact stands before the content"
    links = [each["href"] for each in everything if each.tag == "a" and each.inside("footer") is not None]
    ends = [each.rpartition("/")[2] for each in links if each.endswith(("/privacy", "/accessibility"))]
    if ends and ends != ["privacy", "accessibility"]:
        yield f"the statements stand in another order: {ends}"
