"""A running Engage of its own: data folder, commands, real server. One for each process of tests."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engage.demo import citizen_survey
from engage.instruments.document import from_document, to_document
from engage.instruments.domain.questionnaire import Questionnaire
from tests.corpora import corpora
from tests.support.commands import run

SECONDS_TO_START = 90
PASSWORD = "a long and simple password"


@dataclass(frozen=True)
class RealInput:
    """A questionnaire that somebody wrote for use, and what an organiser types to take it in."""

    slug: str
    languages: tuple[str, ...]
    """As the survey offers them, the source first."""
    file: tuple[str, ...] = ()
    """Under the corpora; empty: the demonstration survey."""
    options: tuple[str, ...] = ()
    right_to_left: str = ""


CITIZEN_SURVEY = RealInput(
    "your-voice", ("en", "de", "fr", "he", "it", "nb", "pl", "sv"), options=("--gate", "none"), right_to_left="he"
)
LIMESURVEY_SAMPLE = RealInput(
    "sample",
    ("en", "fr", "de-x-informal", "he", "it"),
    ("surveys", "limesurvey", "demos", "ls6_sample_survey_multilingual_fr_de_en_it.lss"),
    right_to_left="he",
)
XLSFORM_DEMO = RealInput(
    "household",
    ("en", "ti", "am", "om"),
    ("surveys", "xlsform", "misc", "demo.xlsx"),
    tuple(
        part for named in ("English=en", "Tigirigna=ti", "Amharic=am", "Oromiffa=om") for part in ("--language", named)
    ),
)
SOCIO_ECONOMIC = RealInput(
    "socio-economic",
    ("en", "fr"),
    ("surveys", "xlsform", "web-forms", "socio-economic-survey-v20240515.xlsx"),
)
RESEARCH_SOFTWARE = RealInput(
    "research-software",
    ("en", "fr", "de-x-informal"),
    ("surveys", "rse-2018", "questions_to_import.txt"),
)
REAL_INPUTS = (CITIZEN_SURVEY, LIMESURVEY_SAMPLE, XLSFORM_DEMO, SOCIO_ECONOMIC, RESEARCH_SOFTWARE)


@dataclass
class Site:
    """The product as an operator runs it."""

    folder: Path
    port: int
    submitted: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Responses sent by these tests, by survey and language."""
    _published: dict[str, Questionnaire] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> Mapping[str, str]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("ENGAGE_")}
        return ours | {
            "ENGAGE_DATA_DIR": str(self.folder),
            "ENGAGE_BASE_URL": self.address,
            "ENGAGE_SECRET_KEY": "a key of the tests, long enough to be taken",
            "ENGAGE_PROXY_HOPS": "1",
        }

    def engage(self, *arguments: str, typed: str = "") -> str:
        """What the command prints on standard output; its complaint fails the test."""
        done = run(*arguments, environment=self.environment, typed=typed)
        assert done.code == 0, f"engage {' '.join(arguments)}\n{done.stdout}{done.stderr}"
        return done.stdout

    def add_organiser(self, email: str) -> None:
        """Somebody who signs in with PASSWORD."""
        self.engage("user", "add", email, "--role", "organiser", "--password-stdin", typed=PASSWORD)

    def publish(self, given: RealInput) -> Questionnaire:
        """Take the file in and put it in the field, the first time it is asked for; the questionnaire as stored."""
        if given.slug not in self._published:
            file = corpora(*given.file) if given.file else self._citizen_survey()
            said = self.engage(
                "survey", "import", str(file), "--slug", given.slug, "--publish", "--json", *given.options
            )
            taken_in = json.loads(said)
            assert taken_in["published"]
            assert tuple(taken_in["languages"]) == given.languages
            stored = self.engage("survey", "export", given.slug, "--format", "json")
            self._published[given.slug] = Questionnaire(from_document(json.loads(stored)))
        return self._published[given.slug]

    def _citizen_survey(self) -> Path:
        file = self.folder / "citizen-survey.json"
        file.write_text(json.dumps(to_document(citizen_survey())), encoding="utf-8")
        return file

    def results(self, slug: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.engage("survey", "results", slug, "--json"))
        return found


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def start(folder: Path) -> tuple[Site, "subprocess.Popen[bytes]"]:
    """A migrated, empty, running site."""
    site = Site(folder, free_port())
    command = [sys.executable, "-m", "engage"]
    subprocess.run([*command, "db", "upgrade"], env=site.environment, capture_output=True, timeout=120, check=True)
    log = folder / "serve.log"
    with log.open("wb") as written:
        server = subprocess.Popen(
            [*command, "serve", "--port", str(site.port), "--workers", "1"],
            env=site.environment,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{site.address}/healthz", timeout=5):
                return site, server
        except OSError:
            time.sleep(0.1)
    server.terminate()
    server.wait(20)
    raise AssertionError(f"The server did not start:\n{log.read_text()}")
