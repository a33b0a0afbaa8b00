"""One permission label on every route, denied by default.

`engage.accounts` says who may do what; it registers its answer with `set_resolver`.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

F = TypeVar("F", bound=Callable[..., Any])


class Permission(StrEnum):
    """What a route needs. The name says the right, not the role."""

    PUBLIC = "public"
    SIGNED_IN = "signed-in"
    SURVEY_SEE = "survey.see"
    SURVEY_EDIT = "survey.edit"
    SURVEY_FIELD = "survey.field"
    """Publish, pause, close."""
    PREVIEW = "survey.preview"
    """See pages as citizens would; nothing of the running of a survey."""
    TRANSLATE = "texts.translate"
    """Translate, review and approve what one is asked to; who edits surveys is asked to do all."""
    RESULTS_SEE = "results.see"
    RESULTS_TEXTS = "results.texts"
    RESULTS_EXPORT = "results.export"
    OPERATIONS = "operations"


class Unlabelled(RuntimeError):
    """A route without a permission label: the app must not start."""


Resolver = Callable[[Permission], bool]


def permission(label: Permission) -> Callable[[F], F]:
    """Say what a route needs; exactly once."""

    def mark(view: F) -> F:
        if hasattr(view, "permission_label"):
            raise Unlabelled(f"{view.__name__} has two permission labels")
        view.permission_label = label  # type: ignore[attr-defined]
        return view

    return mark


def label_of(app: Flask, endpoint: str) -> Permission | None:
    return getattr(app.view_functions.get(endpoint), "permission_label", None)


def set_resolver(app: Flask, signed_in: Callable[[], bool], may: Resolver) -> None:
    app.extensions["engage-permissions"] = (signed_in, may)


def enforce() -> ResponseReturnValue | None:
    """Before every request: what one may not see answers like what does not exist."""
    if request.endpoint is None:
        return None
    label = label_of(current_app, request.endpoint)
    if label is Permission.PUBLIC:
        return None
    signed_in, may = current_app.extensions["engage-permissions"]
    if not signed_in():
        if request.method in ("GET", "HEAD"):
            return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), code=303)
        abort(404)
    if label is None or not (label is Permission.SIGNED_IN or may(label)):
        abort(404)
    return None


def require_labels(app: Flask) -> None:
    """:raises Unlabelled: naming every route that has no label"""
    bare = sorted(
        f"{rule.rule} ({rule.endpoint})" for rule in app.url_map.iter_rules() if label_of(app, rule.endpoint) is None
    )
    if bare:
        raise Unlabelled("routes without a permission label: " + ", ".join(bare))
