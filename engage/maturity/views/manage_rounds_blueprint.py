"""The blueprint of the pages on which rounds are made."""

from flask import Blueprint

bp = Blueprint("manage_rounds", __name__, template_folder="../templates", url_prefix="/console/assessments")
