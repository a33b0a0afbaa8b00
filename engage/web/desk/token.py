"""Console forms of a few buttons: only their token."""

from flask import abort
from flask_wtf import FlaskForm


class TokenForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Only its token."""


def require_token() -> None:
    """400 unless the form came from a page of ours to this very person."""
    if not TokenForm().validate():
        abort(400)
