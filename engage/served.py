"""What `engage serve` serves: the same application as `wsgi.py`, found from an installed package too."""

from engage.app import create_app

app = create_app()
