"""What `engage serve` serves: the same application as `wsgi.py`, found from an installed package too."""

import gc

from engage.app import create_app

app = create_app()
# What exists now stays for good: the collector need not look through it again while requests are answered.
gc.collect()
gc.freeze()
