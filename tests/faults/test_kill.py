"""The server dies in the middle of the work. What a respondent was told is stored, is stored."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pysqlite3

from engage.surveys.domain.secret import from_cookie, keys
from tests.browser.site import Site, start

VISITORS = 6
ACKNOWLEDGED_BEFORE_THE_KILL = 100
MOST_SECONDS = 60

INSTRUMENT = """
format: 1
name: short
source_language: en
title: Short
sections:
  - name: only
    title: Only
    items:
      - {name: word, type: text, label: A word}
"""


class Visitors:
    """People who answer one after the other, and write down each receipt they were given."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.stop = threading.Event()
        self.receipts: list[bytes] = []
        self.started: list[bytes] = []

    def run(self) -> None:
        while not self.stop.is_set() and len(self.started) < 400:
            try:
                self._one()
            except (OSError, urllib.error.URLError):
                return  # the server is gone

    def _one(self) -> None:
        jar = CookieJar()
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

        def post(path: str, **fields: str) -> tuple[str, str]:
            data = urllib.parse.urlencode(fields).encode()
            with opener.open(f"{self.site.address}{path}", data, timeout=20) as response:
                return response.url, response.read().decode()

        url, page = post("/en/surveys/short", _action="start")
        secret = from_cookie(next(cookie.value or "" for cookie in jar if cookie.name == "s-short"))
        self.started.append(keys(secret).receipt_hash)
        url, page = post("/en/surveys/short/only", _csrf=_token(page), word="yes")
        assert url.endswith("/review"), url
        url, _ = post("/en/surveys/short/review", _csrf=_token(page), _action="submit")
        if url.endswith("/done"):
            self.receipts.append(keys(secret).receipt_hash)


def _token(page: str) -> str:
    found = re.search(r'name="_csrf" value="([^"]+)"', page)
    assert found, page[:2000]
    return found[1]


def _kill(server: "subprocess.Popen[bytes]") -> None:
    """The server and everything it started, at once, without a word."""
    children = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(server.pid)], capture_output=True, text=True, check=False
    ).stdout.split()
    for pid in (server.pid, *map(int, children)):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    server.wait(10)


def _stored(folder: Path) -> list[bytes]:
    with pysqlite3.connect(folder / "engage.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return [bytes(row[0]) for row in connection.execute("SELECT receipt_hash FROM response")]


def test_a_server_killed_while_people_send_loses_no_response_that_was_acknowledged(tmp_path):
    site, server = start(tmp_path)
    try:
        (tmp_path / "short.yaml").write_text(INSTRUMENT, encoding="utf-8")
        site.engage("survey", "import", str(tmp_path / "short.yaml"), "--slug", "short", "--publish")
        visitors = Visitors(site)
        threads = [threading.Thread(target=visitors.run) for _ in range(VISITORS)]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + MOST_SECONDS
        while len(visitors.receipts) < ACKNOWLEDGED_BEFORE_THE_KILL and time.monotonic() < deadline:
            time.sleep(0.005)
    finally:
        _kill(server)
    visitors.stop.set()
    for thread in threads:
        thread.join(30)

    stored = _stored(tmp_path)
    assert len(visitors.receipts) >= ACKNOWLEDGED_BEFORE_THE_KILL
    assert set(visitors.receipts) <= set(stored), "an acknowledged response is lost"
    assert set(stored) <= set(visitors.started), "a response that nobody sent"
    assert len(stored) == len(set(stored)), "a response is stored twice"

    again = subprocess.run(
        [sys.executable, "-m", "engage", "doctor"],
        env=dict(site.environment),
        capture_output=True,
        text=True,
        check=False,
    )
    assert again.returncode == 0, again.stdout
