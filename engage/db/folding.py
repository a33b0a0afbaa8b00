"""Text as people search it: without case and accents, the same in Python, on SQLite and on PostgreSQL.

`folded(column)` is comparable text; `contains(column, word)` looks for a word in it. `localized(column, language)` is
a localized text (a JSON object language -> words) in a language, else in whichever comes first, and `words_of(column)`
all its words. `written_in(column)` is all that stands in a JSON document, with the names of its members.
"""

import re
import unicodedata
from typing import Any

from sqlalchemy import ColumnElement, String, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ς": "σ", "ß": "ss", "æ": "ae", "œ": "oe"})
_MARKS = r"\u0300-\u036f"


def fold(text: str | None) -> str | None:
    """Lower case without accents; letters that have none beside them become their nearest plain ones."""
    if text is None:
        return None
    apart = unicodedata.normalize("NFKD", text)
    return "".join(ch for ch in apart if not unicodedata.combining(ch)).lower().translate(_LETTERS)


def unescaped(document: str | None) -> str | None:
    """JSON with its letters written out, as far as they are needed for searching."""
    if document is None or "\\u" not in document:
        return document
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), document)


_ESCAPED = re.compile(r"\\u((?!d[89a-f])[0-9a-f]{4})")
"""Not the halves of a pair: they are no text alone."""


class _Folded(FunctionElement[str]):
    type = String()
    inherit_cache = True
    name = "engage_fold"


class _Localized(FunctionElement[str]):
    type = String()
    inherit_cache = True
    name = "localized"


class _Words(FunctionElement[str]):
    type = String()
    inherit_cache = True
    name = "words_of"


class _Written(FunctionElement[str]):
    type = String()
    inherit_cache = True
    name = "written_in"


def folded(column: Any) -> ColumnElement[str]:
    return _Folded(column)


def localized(column: Any, language: str) -> ColumnElement[str]:
    return _Localized(column, literal(language))


def words_of(column: Any) -> ColumnElement[str]:
    return _Words(column)


def written_in(column: Any) -> ColumnElement[str]:
    return _Written(column)


def contains(column: Any, word: str) -> ColumnElement[bool]:
    """Whether a column's text has a word in it, however both are written."""
    return folded(column).contains(fold(word) or "", autoescape=True)


@compiles(_Folded, "sqlite")
def _folded_sqlite(element: Any, compiler: Any, **kwargs: Any) -> str:
    return f"engage_fold({compiler.process(element.clauses, **kwargs)})"


@compiles(_Folded, "postgresql")
def _folded_postgresql(element: Any, compiler: Any, **kwargs: Any) -> str:
    apart = f"normalize({compiler.process(element.clauses, **kwargs)}, NFKD)"
    bare = f"lower(regexp_replace({apart}, '[{_MARKS}]', '', 'g'))"
    plain = f"translate({bare}, 'øłđıς', 'oldiσ')"
    return f"replace(replace(replace({plain}, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe')"


@compiles(_Localized, "sqlite")
def _localized_sqlite(element: Any, compiler: Any, **kwargs: Any) -> str:
    column, language = (compiler.process(part, **kwargs) for part in element.clauses)
    value = f"SELECT value FROM json_each({column}) WHERE value <> ''"  # noqa: S608 -- of columns
    return f"coalesce(({value} AND key = {language}), ({value} LIMIT 1))"


@compiles(_Localized, "postgresql")
def _localized_postgresql(element: Any, compiler: Any, **kwargs: Any) -> str:
    column, language = (compiler.process(part, **kwargs) for part in element.clauses)
    value = f"SELECT value FROM json_each_text({column}) WHERE value <> ''"  # noqa: S608 -- of columns
    return f"coalesce(({value} AND key = {language} LIMIT 1), ({value} LIMIT 1))"


@compiles(_Words, "sqlite")
def _words_sqlite(element: Any, compiler: Any, **kwargs: Any) -> str:
    return f"(SELECT group_concat(value, ' ') FROM json_each({compiler.process(element.clauses, **kwargs)}))"  # noqa: S608 -- of columns


@compiles(_Words, "postgresql")
def _words_postgresql(element: Any, compiler: Any, **kwargs: Any) -> str:
    return f"(SELECT string_agg(value, ' ') FROM json_each_text({compiler.process(element.clauses, **kwargs)}))"  # noqa: S608 -- of columns


@compiles(_Written, "sqlite")
def _written_sqlite(element: Any, compiler: Any, **kwargs: Any) -> str:
    return f"engage_unescaped({compiler.process(element.clauses, **kwargs)})"


@compiles(_Written, "postgresql")
def _written_postgresql(element: Any, compiler: Any, **kwargs: Any) -> str:
    return f"CAST(CAST({compiler.process(element.clauses, **kwargs)} AS jsonb) AS text)"
