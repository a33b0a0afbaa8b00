"""What the network's figures bring into the application."""

from flask import Flask

from engage.network import wiring_figures, wiring_reports


def install(app: Flask) -> None:
    for part in (wiring_figures, wiring_reports):
        part.install(app)
