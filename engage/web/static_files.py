"""Static files, compressed once when they were built and not again with every request."""

import mimetypes
from pathlib import Path

from flask import Flask, Response, request


def install(app: Flask) -> None:
    """Serve the `.gz` twin of a file to whoever takes gzip."""
    folder = Path(app.static_folder or "")

    def static(filename: str) -> Response:
        twin = f"{filename}.gz"
        if "gzip" not in request.headers.get("Accept-Encoding", "") or not (folder / twin).is_file():
            return app.send_static_file(filename)
        response = app.send_static_file(twin)
        response.mimetype = mimetypes.guess_type(filename)[0] or "application/octet-stream"
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        return response

    app.view_functions["static"] = static
