"""Where the folders beside the package are, in a source tree and in a wheel alike."""

from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def find(name: str) -> Path:
    """`migrations` or `translations`: beside the package in the source tree, inside it in a wheel."""
    for place in (PACKAGE / f"_{name}", PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"the folder {name!r} is neither in the package nor beside it")
