"""Headers, hosts and sizes: what every response carries and every request must keep to."""

from flask import Flask, Response, g, request

from engage.web import forgery
from engage.web.policy_reports import ADDRESS
from engage.web.uploads import Request

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        f"report-uri {ADDRESS}",
        "report-to policy",
    )
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "Reporting-Endpoints": f'policy="{ADDRESS}"',
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With no-referrer Chromium sends "Origin: null" and forms would be refused.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
}
HSTS = "max-age=31536000; includeSubDomains"
KEPT_FOR_EVER = "public, max-age=31536000, immutable"
"""Of files with a hash of their content in their name."""
LARGEST_FORM = 256 * 1024
"""Bytes of a form; uploads of the console have their own limit."""
LARGEST_UPLOAD = 20 * 1024 * 1024
MOST_PARTS = 5_000


def install(app: Flask, *, https: bool) -> None:
    app.request_class = Request
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        MAX_FORM_PARTS=MOST_PARTS,
    )
    headers = HEADERS | ({"Strict-Transport-Security": HSTS} if https else {}) | {"Cache-Control": "no-store"}

    @app.after_request
    def secure(response: Response) -> Response:
        """Add each header that the view has not set itself."""
        if request.path.startswith("/static/kit/") and response.status_code == 200:
            response.headers["Cache-Control"] = KEPT_FOR_EVER
        given = {name.lower() for name, _ in response.headers}
        for name, value in _for_frames(headers).items():
            if name.lower() not in given:
                response.headers.add(name, value)
        return response

    @app.before_request
    def allow_uploads() -> None:
        """Only the console takes files."""
        if request.path.startswith("/console/"):
            request.max_content_length = LARGEST_UPLOAD

    @app.before_request
    def refuse_forged() -> None:
        """Nothing of the console is done for another site, whatever token comes with it; citizens' forms see to it."""
        if request.path.startswith("/console/") and request.method not in ("GET", "HEAD", "OPTIONS"):
            forgery.refuse_cross_site()


def _for_frames(headers: dict[str, str]) -> dict[str, str]:
    """The same, but for what may stand in a page of other sites: a view says their origins in `g.frame_ancestors`."""
    origins = g.get("frame_ancestors", ())
    if not origins:
        return headers
    policy = CSP.replace("frame-ancestors 'none'", f"frame-ancestors {' '.join(origins)}")
    kept = {name: value for name, value in headers.items() if name != "X-Frame-Options"}
    return kept | {"Content-Security-Policy": policy, "Cross-Origin-Resource-Policy": "cross-origin"}
