"""A file of evidence as a response: saved by whoever opens it, never run inside a page of ours."""

from flask import Response, make_response

from engage.maturity.models import Evidence


def attachment(evidence: Evidence) -> Response:
    """Its content as an attachment; browsers must not guess what it is, and must not run it."""
    response = make_response(evidence.content or b"")
    response.headers["Content-Type"] = evidence.file_type or "application/octet-stream"
    response.headers.set("Content-Disposition", "attachment", filename=evidence.file_name or "file")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
