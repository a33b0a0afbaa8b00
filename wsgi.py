"""The WSGI application, for any server: `granian --interface wsgi wsgi:app`."""

import sys

from engage.core.refusal import Refusal
from engage.core.settings import Settings
from engage.db.storage import require_sound

try:
    require_sound(Settings().sqlalchemy_url)
    from engage.served import app
except Refusal as refusal:
    sys.exit(f"Error: {refusal}")

__all__ = ["app"]
