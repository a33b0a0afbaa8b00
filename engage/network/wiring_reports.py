"""What reports, targets and corrections bring in; their pages stand in the blueprint of the figures."""

from flask import Flask

from engage.network.views import targets
from engage.web import desk
from engage.web.permissions import Permission


def install(app: Flask) -> None:
    desk.undoable(app, targets.REMOVED, Permission.FIGURES_KEEP, targets.bring_back)
