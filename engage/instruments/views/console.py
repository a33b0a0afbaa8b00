"""All console pages of instruments: importing this brings their routes."""

from engage.instruments.views import (  # noqa: F401 -- they add their routes to it
    arranging,
    countries,
    downloading,
    editor,
    heading,
    national_items,
    quotas,
    sections,
    translating,
    translating_files,
    translating_people,
    translating_product,
    translating_texts,
)
from engage.instruments.views.blueprint import bp
from engage.instruments.views.translating_people import home_bp as translating_bp

__all__ = ["bp", "translating_bp"]
