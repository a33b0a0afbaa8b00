"""What self-assessment brings into the application."""

from flask import Flask

from engage.maturity import (
    wiring_benchmark,
    wiring_evidence,
    wiring_library,
    wiring_models,
    wiring_profile,
    wiring_rating,
    wiring_rounds,
    wiring_signing,
    wiring_workshop,
)


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and what goes into the registries of lower rooms."""
    for part in (
        wiring_rounds,
        wiring_models,
        wiring_evidence,
        wiring_rating,
        wiring_workshop,
        wiring_profile,
        wiring_signing,
        wiring_benchmark,
        wiring_library,
    ):
        part.install(app)
