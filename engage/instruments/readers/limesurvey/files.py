"""LimeSurvey's file upload as an item that takes one file."""

import re

from engage.instruments.domain.definition import FILE_TYPES, Item, ItemType
from engage.instruments.readers.limesurvey import parts, rules
from engage.instruments.readers.limesurvey.context import Context
from engage.instruments.readers.limesurvey.model import Question
from engage.instruments.readers.limesurvey.notes import at


def files(question: Question, context: Context) -> list[Item]:
    """|: one file of the endings that both know, at most as large as the survey says."""
    fields = parts.shared(question, context)
    least, most = (rules.number(context.attribute(question, f"{end}_num_of_files")) for end in ("min", "max"))
    if least is not None and least >= 1:
        fields["required"] = "true()"
    if max(least or 0, most or 0) > 1:
        message = f"{question.code} takes up to {most or least:g} files; here it takes one."
        context.notes.warning("files", message, at(question.where, "max_num_of_files"))
    size = rules.number(context.attribute(question, "max_filesize"))
    megabytes = round(size / 1024, 3) if size and size > 0 else None
    return [Item(type=ItemType.FILE, accept=_accepted(question, context), max_megabytes=megabytes, **fields)]


def _accepted(question: Question, context: Context) -> tuple[str, ...]:
    """The endings, in the file's order; all of ours, with a warning, when we know none of them."""
    wanted = re.findall(r"[a-z0-9]+", context.attribute(question, "allowed_filetypes").lower())
    endings = list(dict.fromkeys(f".{ending}" for ending in wanted))
    known = tuple(ending for ending in endings if ending in FILE_TYPES)
    unknown = [ending for ending in endings if ending not in FILE_TYPES]
    if unknown and known:
        message = f"{question.code} also takes files that are not taken here: {', '.join(unknown)}."
        context.notes.warning("files", message, at(question.where, "allowed_filetypes"))
    elif unknown:
        message = f"{question.code} takes none of the files that are taken here ({', '.join(unknown)}); it takes all."
        context.notes.warning("files", message, at(question.where, "allowed_filetypes"))
    return known
