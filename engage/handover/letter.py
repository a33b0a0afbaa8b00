"""README.txt of an archive: what this file is, for somebody who finds it without the product. In English: it is for
whoever comes next, wherever that is."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from engage.handover.parts import STAYS
from engage.handover.parts.kept import PERSONAL, Choice

if TYPE_CHECKING:
    from engage.handover.making import Made

CHOSEN: Mapping[Choice, str] = {
    Choice.ANSWERS: "What people answered in surveys, with the files they sent. This is data about health.",
    Choice.REGISTRATIONS: "Names and addresses: who registered for events, was invited to surveys, asked to be told.",
    Choice.PEOPLE: "The team: names, mail addresses, roles. No passwords.",
    Choice.ASSESSMENTS: "Self-assessments that have ended: levels, evidence, signed results, plans.",
}
UNCHOSEN: Mapping[Choice, str] = {
    Choice.ANSWERS: "Nobody chose to hand over what people answered.",
    Choice.REGISTRATIONS: "Nobody chose to hand over names and addresses of people.",
    Choice.PEOPLE: "Nobody chose to hand over the team.",
    Choice.ASSESSMENTS: "A self-assessment is the hub's own, and who made this archive does not see it.",
}
_TEXT = """{name}
{line}

This file holds what the hub kept in Engage on {day}. Everything is in open formats.

To take it into another instance of Engage:

    engage hub adopt THIS-FILE.zip --dry-run
    engage hub adopt THIS-FILE.zip

The first command stores nothing: it checks the file and says what is inside and what clashes.

WHAT IS INSIDE

  manifest.json   what is inside, with the size and the SHA-256 of every file
  hub.yaml        the hub and its parts; "engage hub import" reads it too
  activities.csv  activities held elsewhere; the console reads it too
  surveys/        questionnaires (one JSON document a version), published results, {answers}
  events/         each event as YAML, which "engage event import" reads; {registrations}
  assessments/    signed results of self-assessments, as JSON
  outcomes/       what became of it, a JSON document each
  data/           all rows of the hub, a table a file, a JSON object a line: "engage hub adopt" reads these
  files/          pictures and other files, each named by its SHA-256; data/ says what they are

A folder is missing where the hub had nothing for it.

PERSONAL DATA

{chosen}

WHAT STAYED

{stayed}

What was erased or withdrawn before that day is not inside. What people ask to have erased after it has to be erased
here too: whoever holds this file is responsible for it. Delete it when it is no longer needed.
"""


def text(name: str, made: "Made", now: datetime) -> str:
    """The letter."""
    inside = [CHOSEN[each] for each in (*PERSONAL, Choice.ASSESSMENTS) if each.value in made.choices]
    missing = [UNCHOSEN[each] for each in (*PERSONAL, Choice.ASSESSMENTS) if each.value not in made.choices]
    personal = any(each.value in made.choices for each in PERSONAL)
    heading = [] if personal else ["Nothing of single people was chosen to be inside."]
    return _TEXT.format(
        name=name,
        line="=" * len(name),
        day=now.date().isoformat(),
        answers="responses as CSV" if Choice.ANSWERS.value in made.choices else "no answers",
        registrations="who registered, as CSV"
        if Choice.REGISTRATIONS.value in made.choices
        else "nobody who registered",
        chosen=_list([*heading, *inside]),
        stayed=_list([*missing, *STAYS.values()]),
    )


def _list(sentences: list[str]) -> str:
    return "\n".join(f"  - {sentence}" for sentence in sentences)
