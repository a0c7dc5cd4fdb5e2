"""Knows the address of each file of our own, so that a browser keeps it until it changes."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, current_app, request, url_for
from werkzeug.wrappers import Response

from mentorship.foundation.web.headers import YEAR

DAY = 86_400
# Style sheets name letters and pictures without what is in them: those of yesterday do no harm,
# and to ask for the letters anew draws every page twice.
_NAMED_BY_STYLES = ("font/", "image/")


def asset(name: str) -> str:
    return url_for("static", filename=name, v=_fingerprint(_path_of(name)))


def install_assets(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset
    app.after_request(_keep_what_is_named_by_its_content)


def _path_of(name: str) -> Path:
    return Path(current_app.static_folder or "") / name


@cache
def _fingerprint(path: Path) -> str:
    """A missing file has none: the page stays readable without its style."""
    if not path.is_file():
        return "missing"
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _keep_what_is_named_by_its_content(response: Response) -> Response:
    if request.endpoint != "static":
        return response
    if response.status_code == 304:
        response.close()  # the file was opened but isn't sent, so nobody else closes it
    elif response.status_code != 200:
        return response
    # What a 304 says takes the place of what the browser was told with the file.
    response.headers["Cache-Control"] = _how_long(response.mimetype or "")
    return response


def _how_long(kind: str) -> str:
    path = _path_of((request.view_args or {})["filename"])
    if request.args.get("v") == _fingerprint(path):
        return f"public, max-age={YEAR}, immutable"
    is_for_styles = "v" not in request.args and kind.startswith(_NAMED_BY_STYLES)
    return f"public, max-age={DAY}" if is_for_styles else "no-cache"
