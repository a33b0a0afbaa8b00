"""Several files as one download."""

import zipfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO

IN_MEMORY = 4_000_000
"""Bytes of a file; what is larger waits on disk."""


def archive(names: Mapping[str, str], pieces: Iterable[tuple[str, bytes]]) -> IO[bytes]:
    """A ZIP file, read from its beginning; the caller closes it.

    :param names: key -> name of the file inside, in order
    :param pieces: (key, bytes), the files' parts in any order
    """
    with ExitStack() as opened:
        files = {key: opened.enter_context(SpooledTemporaryFile(IN_MEMORY)) for key in names}
        for key, piece in pieces:
            files[key].write(piece)
        found = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 -- handed over
        with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as packed:
            for key, name in names.items():
                files[key].seek(0)
                with packed.open(name, "w", force_zip64=True) as member:
                    copyfileobj(files[key], member)
        found.seek(0)
        return found
