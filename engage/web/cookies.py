"""Cookies: host-bound and secure over https, never readable by scripts, gone with the browser unless days are said."""

from flask import current_app, request
from werkzeug.wrappers import Response


def _name(name: str) -> str:
    return f"__Host-{name}" if current_app.config["ENGAGE_HTTPS"] else name


def read(name: str) -> str | None:
    return request.cookies.get(_name(name))


def write(response: Response, name: str, value: str, *, days: int = 0) -> None:
    """:param days: how long it stays; 0: until the browser is closed"""
    response.set_cookie(
        _name(name),
        value,
        max_age=days * 86_400 or None,
        path="/",
        secure=current_app.config["ENGAGE_HTTPS"],
        httponly=True,
        samesite="Lax",
    )


def delete(response: Response, name: str) -> None:
    response.delete_cookie(
        _name(name), path="/", secure=current_app.config["ENGAGE_HTTPS"], httponly=True, samesite="Lax"
    )
