"""Words in addresses."""

from werkzeug.routing import PathConverter, UnicodeConverter, ValidationError

NUL = "\0"
"""The one sign that PostgreSQL takes in no text: an address with it leads nowhere."""


class WordConverter(UnicodeConverter):
    """`<name>`."""

    def to_python(self, value: str) -> str:
        return _without_nul(value)


class PathWordConverter(PathConverter):
    """`<path:name>`."""

    def to_python(self, value: str) -> str:
        return _without_nul(value)


def _without_nul(value: str) -> str:
    if NUL in value:
        raise ValidationError
    return value
