"""Easy to read: a variant beside a language, `de-simple` beside `de`.

`simple` is a registered variant subtag of BCP 47 ("simplified form").
"""

SIMPLE = "simple"


def is_simple(tag: str) -> bool:
    """Whether a tag names the easy-to-read variant of a language."""
    return SIMPLE in _own(tag)


def beside(tag: str) -> str | None:
    """The language that an easy-to-read variant stands beside: `de` for `de-simple`; None for other tags."""
    if not is_simple(tag):
        return None
    return "-".join(part for part in tag.split("-") if part.lower() != SIMPLE)


def simple_of(tag: str) -> str:
    """The tag of the easy-to-read variant of a language: `de-AT` gives `de-AT-simple`."""
    return tag if is_simple(tag) else f"{tag}-{SIMPLE}"


def _own(tag: str) -> list[str]:
    """The subtags after the language, private use left out."""
    parts = tag.lower().split("-")
    return parts[1 : parts.index("x")] if "x" in parts else parts[1:]
