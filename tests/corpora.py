"""Instruments, cases and figures made by others: test input that lies beside the project, never in it."""

import os
from pathlib import Path

import pytest

ROOT = Path(os.environ.get("ENGAGE_CORPORA") or Path(__file__).parents[2] / "shared" / "data")


def corpora(*parts: str) -> Path:
    """A file or folder of the corpora. Skips where they are missing; in CI a missing corpus is a failure."""
    path = ROOT.joinpath(*parts)
    if not path.exists():
        reason = f"the corpora are not here: {path} is missing (set ENGAGE_CORPORA)"
        if os.environ.get("ENGAGE_TEST_STRICT") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return path
