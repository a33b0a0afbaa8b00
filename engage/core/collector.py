"""The collector of cycles in a process that serves pages."""

import gc


def settle() -> None:
    """What exists now stays for good: it is not looked through again while requests are answered, and the pages of
    memory that it stands on are shared by all processes that are forked from here.

    A request makes some thousand objects and no cycles to speak of: looking after every 700 new ones cost a tenth of
    the processor's time (docs/explanation/speed-of-registrations.md).
    """
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)
    gc.enable()
