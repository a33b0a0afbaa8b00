"""The blueprint of citizens' pages; `public.py` gathers the pages."""

from flask import Blueprint

bp = Blueprint("surveys", __name__, template_folder="../templates")
