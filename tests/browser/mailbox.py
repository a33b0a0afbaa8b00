"""Mails as people get them: read from the folder that a site without a mail server writes to."""

import email
import re
import time
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

SECONDS = 60


class Mailbox:
    """What came to one address, each mail read once, in the order in which it came."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder = folder / "mail"
        self.address = address
        self.read: set[Path] = set()

    def next(self) -> EmailMessage:
        """The next mail; waits for it."""
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            for path in sorted(self.folder.glob("*.eml"), key=lambda one: one.stat().st_mtime):
                if path not in self.read and self.address in path.read_text(encoding="utf-8", errors="replace"):
                    self.read.add(path)
                    found = email.message_from_bytes(path.read_bytes(), policy=default)
                    assert isinstance(found, EmailMessage)
                    if self.address in found["to"]:
                        return found
            time.sleep(0.3)
        raise AssertionError(f"no mail came to {self.address} within {SECONDS} s")

    def link(self, part: str = "registrations") -> str:
        """The personal link in the next mail that has one.

        :param part: of the address, before the secret
        """
        while True:
            body = self.next().get_body(("plain",))
            found = re.search(rf"http://\S+/{part}/\S+", body.get_content() if body else "")
            if found:
                return found.group()
