"""Texts of one language as a file that goes out and comes back: PO, XLIFF 2.0, Excel."""

from collections.abc import Callable
from dataclasses import dataclass

from engage.instruments.translating.files import po, xliff
from engage.instruments.translating.files.units import BadFile, ReturnedFile, Sheaf

__all__ = ["KINDS", "BadFile", "ReturnedFile", "Sheaf", "read"]

MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Kind:
    mimetype: str
    write: Callable[[Sheaf], bytes]
    read: Callable[[bytes], ReturnedFile]


def _write_xlsx(sheaf: Sheaf) -> bytes:
    from engage.instruments.translating.files import xlsx  # spreadsheets are loaded where one is wanted

    return xlsx.write(sheaf)


def _read_xlsx(content: bytes) -> ReturnedFile:
    from engage.instruments.translating.files import xlsx

    return xlsx.read(content)


KINDS = {
    "po": Kind("text/x-gettext-translation", po.write, po.read),
    "xlf": Kind("application/xliff+xml", xliff.write, xliff.read),
    "xlsx": Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _write_xlsx, _read_xlsx),
}


def read(name: str, content: bytes) -> ReturnedFile:
    """What a file says, by the ending of its name.

    :raises BadFile: when nothing can be made of it
    """
    ending = name.rpartition(".")[2].lower().replace("xliff", "xlf")
    if ending not in KINDS:
        raise BadFile("unknown_kind")
    if len(content) > MOST_BYTES:
        raise BadFile("too_large")
    return KINDS[ending].read(content)
