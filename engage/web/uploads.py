"""Files in a request: kept in memory and only up to a limit, never written to a disk in clear."""

import io
from typing import IO, Any

from flask import Request as FlaskRequest


class Bounded(io.BytesIO):
    """Takes all that is written, keeps the first `limit` bytes, and knows how many there were."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit
        self.sent = 0

    def write(self, data: Any) -> int:
        room = max(0, self.limit - self.sent)
        self.sent += len(data)
        super().write(data[:room])
        return len(data)


class Request(FlaskRequest):
    """A request whose files are bounded where `file_limit` says so."""

    file_limit: int | None = None
    """Bytes of one file; set before the form is first looked at."""
    files_kept: int = 0
    """Of so many files; of any more that a form sends nothing is kept."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.file_limit is not None:
            self.files_kept -= 1
            return Bounded(self.file_limit if self.files_kept >= 0 else 0)
        return super()._get_file_stream(total_content_length, content_type, filename, content_length)
