"""The blueprint of published results: `public_results.py`, `public_files.py` and `public_list.py` bring the pages."""

from flask import Blueprint

bp = Blueprint("public_results", __name__, template_folder="../templates")
