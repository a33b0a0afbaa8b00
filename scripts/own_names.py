"""Writes down each language's name in itself, from CLDR: `python -m scripts.own_names`, after a new Babel."""

import json
from pathlib import Path

from engage.i18n import locales, named

FILE = Path(locales.__file__).with_name("own_names.json")


def text() -> str:
    found = {tag: locales.own_name(tag) for tag in sorted(named.LANGUAGES)}
    return json.dumps(found, ensure_ascii=False, indent=0) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
