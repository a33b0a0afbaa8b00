"""What `engage serve` serves: the same application as `wsgi.py`, found from an installed package too."""

import gc

from engage.core import collector, late_methods

gc.disable()  # nothing of what is loaded goes away again: looking for it takes a tenth of the start

with late_methods.within():
    from engage.app import create_app
    from engage.db.session import db
    from engage.web import gateway

    app = create_app()
answer = gateway.over(app)
with app.app_context():
    db.engine.dispose()  # processes are forked from here: none may have a connection of another
collector.settle()
