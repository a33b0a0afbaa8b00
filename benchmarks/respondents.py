"""Respondents as the load sees them: they keep a cookie, read a page's form and send valid answers."""

import html
import http.client
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

SURVEY = "/en/surveys/citizen-survey"
FORM = "application/x-www-form-urlencoded"
_CONTROL = re.compile(r"<(input|select|textarea)\b([^>]*)>(.*?</select>)?", re.DOTALL)
_OPTION = re.compile(r'<option\b[^>]*value="([^"]+)"')
_ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
_TOKEN = re.compile(r'name="_csrf" value="([^"]+)"')


class Unexpected(RuntimeError):
    """The server answered otherwise than a respondent expects."""


@dataclass
class Respondent:
    """One visitor with one kept-alive connection."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=30)

    def get(self, path: str) -> str:
        return self._send("GET", path, None, 200)[1]

    def post(self, path: str, body: str) -> str:
        """Send a form; the path that the answer leads to."""
        return self._send("POST", path, body, 303)[0]

    def _send(self, method: str, path: str, body: str | None, expected: int) -> tuple[str, str]:
        headers = {"Cookie": self.cookie} if self.cookies else {}
        if body is not None:
            headers["Content-Type"] = FORM
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        if answer.status != expected:
            raise Unexpected(f"{method} {path}: {answer.status}")
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.getheader("Location", ""), text

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def start(self, *, pulse: bool = False) -> str:
        """Begin a draft; the path of its first section."""
        return self.post(SURVEY, urlencode({"_age": "yes", "_consent": "yes", "_length": "short" if pulse else "full"}))


def token(page: str) -> str:
    found = _TOKEN.search(page)
    if found is None:
        raise Unexpected("a page without a form token")
    return found[1]


def answers(page: str, turn: int = 0) -> dict[str, str]:
    """An answer to every question of a page, points by points and not by rank; `turn` chooses among options."""
    offered: dict[str, list[str]] = {}
    found: dict[str, str] = {}
    for name, kind, values in _controls(page):
        if kind in ("radio", "select"):
            offered.setdefault(name, []).extend(values)
        elif kind == "checkbox":
            found.setdefault(name, values[0])
        elif kind in ("text", "textarea", "number"):
            found[name] = "20" if kind == "number" else f"Something that number {turn} wrote"
    return found | {name: values[turn % len(values)] for name, values in offered.items() if values}


def _controls(page: str) -> Iterator[tuple[str, str, list[str]]]:
    for tag, inside, rest in _CONTROL.findall(page):
        attributes = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(inside)}
        name = attributes.get("name", "")
        if name and not name.startswith("_") and "/rank/" not in name and not name.endswith("/declined"):
            kind = attributes.get("type", "text") if tag == "input" else tag
            values = _OPTION.findall(rest) if tag == "select" else [attributes.get("value", "")]
            yield name, "number" if attributes.get("inputmode") == "numeric" else kind, values
