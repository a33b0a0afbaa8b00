"""The WSGI application, for any server: `granian --interface wsgi wsgi:app`."""

from engage.app import create_app

app = create_app()
