"""What outcomes bring into the application."""

from flask import Flask

from engage.outcomes import (
    wiring_briefs,
    wiring_public,
    wiring_telling,
    wiring_topics,
    wiring_writing,
)


def install(app: Flask) -> None:
    for part in (wiring_writing, wiring_public, wiring_telling, wiring_topics, wiring_briefs):
        part.install(app)
