"""A document as a PDF."""

from dataclasses import asdict
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from engage.i18n.locales import direction
from engage.web.typesetting import typeset
from engage.web.typesetting.document import Block, Document


def pdf(document: Document) -> bytes:
    """Tagged, with a title, a language, bookmarks and table heads."""
    data = {
        "title": document.title,
        "language": document.language.split("-")[0],
        "direction": direction(document.language),
        "footer": document.footer,
        "to_fill": document.to_fill,
        "page": document.page,
        "blocks": [_block(block) for block in document.blocks],
    }
    with as_file(files(__package__)) as folder:
        return typeset(Path(folder) / "document.typ", data)


def _block(block: Block) -> dict[str, Any]:
    return {"kind": type(block).__name__, **asdict(block)}
