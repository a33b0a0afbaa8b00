"""The UI kit that the build hook made: style sheets, scripts and the icon, under names with a content hash."""

import json
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static" / "kit"


class KitMissingError(RuntimeError):
    """The kit was never built here, or lacks the file asked for."""


def asset(name: str) -> str:
    """The address of one file of the kit by its plain name: `public.css` -> `/static/kit/public.3fa9c1.css`.

    :raises KitMissingError: when there is no kit, or no such file in it
    """
    return _address(FOLDER, name)


@cache
def _files(folder: Path) -> dict[str, str]:
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise KitMissingError("The UI kit is missing: run `make install`.") from error
    return dict(manifest["files"])


def _address(folder: Path, name: str) -> str:
    files = _files(folder)
    if name not in files:
        raise KitMissingError(f"The UI kit has no “{name}”: run `make install`, or add it to engage/web/assets.")
    return f"/static/kit/{files[name]}"
