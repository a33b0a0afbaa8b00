"""Names of inputs and ids of elements."""

import re


def input_name(key: str) -> str:
    """The product's own inputs begin with `_`; an item that does so is served as `item:_name`."""
    return f"item:{key}" if key.startswith("_") else key


def element_id(name: str) -> str:
    return "i-" + re.sub(r"[^A-Za-z0-9_-]", "-", name)
