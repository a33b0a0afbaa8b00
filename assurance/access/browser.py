"""The Chromium of this machine."""

import shutil

from playwright.sync_api import Browser, Playwright

_ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")


def launch(playwright: Playwright) -> Browser:
    """:raises SystemExit: where there is none"""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise SystemExit("Chromium is missing.")
    return playwright.chromium.launch(executable_path=program, args=list(_ARGUMENTS))
