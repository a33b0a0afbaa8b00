"""A mail server of our own, on this machine: takes mails, or refuses them as told."""

import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

Answer = Callable[[str, int], str]
"""(recipient, how often this message came before) -> what is answered after its data; "250 …" takes it."""


def takes_all(recipient: str, before: int) -> str:
    return "250 taken"


@dataclass
class Sink:
    """What arrived, in order. `seen` counts tries by Message-ID, `taken` those that were acknowledged."""

    answer: Answer = takes_all
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    port: int = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        key = str(mail["Message-ID"])
        answer = self.answer(envelope.rcpt_tos[0], self.seen[key])
        self.seen[key] += 1
        if answer.startswith("250"):
            self.taken[key] += 1
            self.mails.append(mail)
            self.recipients.append(list(envelope.rcpt_tos))
            self.senders.append(envelope.mail_from)
        return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(sink: Sink, port: int = 0) -> Iterator[Sink]:
    sink.port = port or sink.port or free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
