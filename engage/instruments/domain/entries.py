"""Keys of answers in a section that repeats: `people[]` lists the entries, `people[2]/age` is an answer in one.

Entries have ids that are never given twice, so what another tab still shows of a removed entry cannot end up in a
new one. `people[+]` is the last id given.
"""

import re
from collections.abc import Mapping

MOST_ENTRIES = 100
"""Of one list, whatever the instrument says."""
_ENTRY_KEY = re.compile(r"([^\[\]]+)\[(\d{1,6})\]/(.+)")

Raw = Mapping[str, str | tuple[str, ...]]


def ids_key(name: str) -> str:
    return f"{name}[]"


def entry_key(name: str, entry: str, key: str) -> str:
    return f"{name}[{entry}]/{key}"


def in_entry(key: str) -> tuple[str, str, str] | None:
    """List, entry and key of `people[2]/age`; None of a key outside of lists."""
    match = _ENTRY_KEY.fullmatch(key) if "[" in key else None
    return (match[1], match[2], match[3]) if match else None


def ids(raw: Raw, name: str) -> tuple[str, ...]:
    """The entries that people added, in order."""
    found = raw.get(ids_key(name), ())
    return found if isinstance(found, tuple) else (found,) if found else ()


def next_id(raw: Raw, name: str) -> str:
    last = raw.get(f"{name}[+]", "0")
    return str(int(last if isinstance(last, str) else last[0]) + 1)


def added(raw: Raw, name: str, entry: str) -> Raw:
    """What changes in raw when this entry is added; its answers come on top."""
    return {ids_key(name): (*ids(raw, name), entry), f"{name}[+]": entry}


def of_entry(name: str, entry: str, answers: Raw) -> Raw:
    """Answers by plain key as they are kept for one entry."""
    return {entry_key(name, entry, key): value for key, value in answers.items()}


def removal(raw: Raw, name: str, entry: str) -> tuple[Raw, frozenset[str]]:
    """What changes in raw when an entry is removed, and the keys that go with it: all that was written in it."""
    start = entry_key(name, entry, "")
    left = tuple(each for each in ids(raw, name) if each != entry)
    return {ids_key(name): left}, frozenset(key for key in raw if key.startswith(start))
