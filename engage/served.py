"""What `engage serve` serves: the same application as `wsgi.py`, found from an installed package too."""

import gc

from engage.core import late_methods

gc.disable()  # nothing of what is loaded goes away again: looking for it takes a tenth of the start

with late_methods.within():
    from engage.app import create_app
    from engage.db.session import db
    from engage.web import gateway

    app = create_app()
answer = gateway.over(app)
with app.app_context():
    db.engine.dispose()  # processes are forked from here: none may have a connection of another
# What exists now stays for good: the collector need not look through it again while requests are answered, and the
# pages of memory that it stands on are shared by all processes.
gc.freeze()
# A request makes some thousand objects and no cycles to speak of: looking after every 700 new ones cost a tenth of the
# processor's time (docs/explanation/speed-of-registrations.md).
gc.set_threshold(20_000, 50, 100)
gc.enable()
