"""Absolute addresses, from the configured base only, never from a request's host."""

from urllib.parse import urlsplit

from flask import current_app


def absolute(path: str) -> str:
    base: str = current_app.config["ENGAGE_BASE_URL"]
    return base + path


def hosts_of(base_url: str, trusted: str) -> set[str]:
    """The hosts (with port where there is one) that requests may name."""
    return {urlsplit(base_url).netloc, *trusted.replace(",", " ").split()}


def is_local(target: str) -> bool:
    """Whether a path stays on this site: `/…`, neither `//…` nor anything a browser reads as one."""
    return (
        target.startswith("/")
        and not target.startswith(("//", "/\\"))
        and "\\" not in target
        and all(ord(ch) >= 32 for ch in target)
    )
