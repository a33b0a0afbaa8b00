"""What results bring into the application, besides their pages."""

from flask import Flask

from engage.results import (
    wiring_coding,
    wiring_exports,
    wiring_monitoring,
    wiring_public,
    wiring_publishing,
    wiring_quality,
    wiring_snapshots,
    wiring_tables,
    wiring_weighting,
)


def install(app: Flask) -> None:
    for part in (
        wiring_snapshots,
        wiring_tables,
        wiring_weighting,
        wiring_monitoring,
        wiring_quality,
        wiring_coding,
        wiring_publishing,
        wiring_public,
        wiring_exports,
    ):
        part.install(app)
