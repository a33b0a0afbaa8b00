"""Files in the form of a page of questions.

A file is no text and cannot stand in its field again: what came is kept at once, also when something else on the page
is wrong. What is refused is said at its field; everything else on the page is kept.
"""

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import cast

from flask import current_app, g, request
from werkzeug.datastructures import FileStorage

from engage.db.session import db
from engage.instruments.domain.definition import Item, ItemType, Section
from engage.instruments.domain.journey import Raw
from engage.instruments.domain.problems import Problem, Wrong
from engage.instruments.domain.uploaded import Uploaded, from_raw, megabytes
from engage.instruments.rendering.names import input_name
from engage.surveys import files
from engage.surveys.answering import OpenDraft
from engage.surveys.domain.incoming import received
from engage.web.security import LARGEST_FORM
from engage.web.uploads import Bounded, Request

SLACK = 64_000_000
"""So much more than allowed is read and thrown away, so that a file that is too large is told at its field."""
MOST_TOGETHER = 5
"""All files of one draft together may weigh as much as so many of the largest."""


@dataclass(slots=True)
class Sent:
    """The files of this request: looked at once, however often the form is read."""

    kept: dict[str, Uploaded] = field(default_factory=dict)
    """By item name."""
    contents: dict[str, bytes] = field(default_factory=dict)
    """By id."""
    refused: dict[str, Problem] = field(default_factory=dict)
    there: dict[str, int] = field(default_factory=dict)
    """Bytes of each file that the draft has already, by id, those of entries of lists too."""


def expect(section: Section | None, raw: Raw) -> None:
    """Let a form be as large as the files that its page asks for. To be called before the form is looked at.

    :param raw: all that the draft keeps
    """
    items = [item for item in section.items if item.type is ItemType.FILE] if section else []
    if items:
        most = max(int(megabytes(item, _most()) * 1_000_000) for item in items)
        request.max_content_length = LARGEST_FORM + most * len(items) + SLACK
        sending = cast(Request, request)
        sending.file_limit, sending.files_kept = most + 1, len(items)
        _sent().there = {found.id: found.bytes for value in raw.values() if (found := from_raw(str(value)))}


def _most() -> float:
    most: float = current_app.config["ENGAGE_UPLOAD_MEGABYTES"]
    return most


def changes(items: Iterable[Item], raw: Raw) -> dict[str, str]:
    """What the files of a form change among the raw answers: new ones, and the ones taken away.

    A page in another window that still shows an older file takes away only that one.
    """
    found: dict[str, str] = {}
    for item in items:
        if item.type is not ItemType.FILE or item.read_only:
            continue
        before = from_raw(str(raw.get(item.name, "")))
        new = _received(item, raw)
        if new:
            found[item.name] = new.to_raw()
        elif before and request.form.get(input_name(f"{item.name}/remove")) == before.id:
            found[item.name] = ""
    return found


def _sent() -> Sent:
    if "sent_files" not in g:
        g.sent_files = Sent()
    sent: Sent = g.sent_files
    return sent


def _received(item: Item, raw: Raw) -> Uploaded | None:
    sent, file = _sent(), request.files.get(input_name(item.name))
    if file is None or not file.filename or item.name in sent.refused:
        return None
    if item.name not in sent.kept:
        try:
            kept, content = _looked_at(item, file, raw)
        except Wrong as wrong:
            sent.refused[item.name] = Problem(item.name, wrong.code, wrong.figures)
            return None
        sent.kept[item.name], sent.contents[kept.id] = kept, content
    return sent.kept[item.name]


def _looked_at(item: Item, file: FileStorage, raw: Raw) -> tuple[Uploaded, bytes]:
    limit = megabytes(item, _most())
    if isinstance(file.stream, Bounded) and file.stream.sent > limit * 1_000_000:
        raise Wrong("file_too_large", megabytes=limit)
    file.stream.seek(0)
    found = received(item, file.filename or "", file.stream.read(), most=_most(), file_id=os.urandom(16).hex())
    sent, before = _sent(), from_raw(str(raw.get(item.name, "")))
    others = sum(size for file_id, size in sent.there.items() if before is None or file_id != before.id)
    others += sum(each.bytes for each in sent.kept.values())
    if others + found[0].bytes > MOST_TOGETHER * _most() * 1_000_000:
        raise Wrong("files_full", megabytes=MOST_TOGETHER * _most())
    return found


def expected() -> bool:
    """Whether the page of this form asks for files."""
    return "sent_files" in g


def refused() -> tuple[Problem, ...]:
    """What is wrong with the files of this request."""
    return tuple(_sent().refused.values()) if expected() else ()


def keep(draft: OpenDraft, changed: Raw, *, removed: Collection[str] = ()) -> None:
    """Store what came and delete what went, once the draft is saved, in the same transaction."""
    contents = _sent().contents if expected() else {}
    files.keep(db.session(), draft.keys, draft.content.raw, changed, contents, removed=removed)
