"""What a phone needs without a network: a page without persons, a public key, where to send."""

import base64
import hashlib
import json
from functools import cache
from pathlib import Path

from flask import abort, current_app, jsonify, make_response, render_template, request, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, public, requires
from mentorship.foundation.i18n import LANGUAGES, current_language, speaking
from mentorship.foundation.requests import current_database, request_db
from mentorship.foundation.web.assets import asset
from mentorship.mentors.queries import mentor_of_user
from mentorship.trajectories.sessions import own
from mentorship.trajectories.sessions.forms import FIELDS, SessionForm
from mentorship.trajectories.sessions.offline.envelopes import EnvelopeUnreadable
from mentorship.trajectories.sessions.offline.keys import private_key, public_bytes
from mentorship.trajectories.sessions.offline.receiving import Receipt, opened_for, receive

_STYLES = (
    "dist/theme.css", "dist/utrecht.css", "css/theme.css", "css/components.css",
    "css/layout.css", "css/sessions.css", "css/concerns.css",
)  # fmt: skip
_OTHERS = (
    "js/sealing.js", "js/days.js", "js/checking.js", "js/offline.js", "images/mark.svg",
)  # fmt: skip
# What the style sheets ask for by names of their own.
_NAMED = ("dist/fonts/noto-sans-latin-wght-normal.woff2", "images/chevron.svg")


@public
def shell() -> str:
    """The form and nothing about anybody: whoever holds the phone may read all of it."""
    language = request.args.get("language", current_language())
    if language not in LANGUAGES:
        abort(404)
    with speaking(language):
        return render_template(
            "trajectories/sessions/offline.html",
            form=SessionForm(meta={"csrf": False}), fields=FIELDS, styles=_STYLES,
        )  # fmt: skip


@public
def worker() -> Response:
    """The service worker, with the list of what it keeps; other files are another worker."""
    files = [asset(name) for name in (*_STYLES, *_OTHERS)]
    by_content = [*files, *(asset(name) for name in _NAMED)]
    files += [url_for("static", filename=name) for name in _NAMED]
    version = hashlib.sha256("\n".join(by_content).encode()).hexdigest()[:16]
    kept = {"name": f"shell-{version}", "files": files, "page": url_for(".offline_shell")}
    body = f"const SHELL = {json.dumps(kept)};\n{_worker_text(current_app.static_folder or '')}"
    answer = make_response(body)
    answer.headers["Content-Type"] = "text/javascript; charset=utf-8"
    return answer


@public
def manifest() -> Response:
    """What a phone needs to put the pages of a mentor among its programs."""
    icons = [
        {"src": asset(f"images/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    drawn = {"src": asset("images/mark.svg"), "sizes": "any", "type": "image/svg+xml"}
    answer = jsonify(
        name="ONE-on-ONE", short_name="ONE-on-ONE", start_url=url_for(".mine_mine"), scope="/",
        display="standalone", background_color="#fbf8f3", theme_color="#0b5563",
        icons=[*icons, drawn],
    )  # fmt: skip
    answer.headers["Content-Type"] = "application/manifest+json"
    return answer


@requires(Permission.SESSION_LOG)
def holder() -> Response:
    """For whom this phone seals from now on: no name, only what an envelope is bound to."""
    db, actor = request_db(), user_actor()
    mentor = mentor_of_user(db, actor.id)
    pairs = own.to_log(db, mentor) if mentor else []
    key = public_bytes(private_key(current_database().keys, actor.subject_id))
    return jsonify(
        user=str(actor.id),
        key=base64.b64encode(key).decode(),
        trajectories=[str(one.id) for one in pairs],
        csrf=generate_csrf(),
    )


@requires(Permission.SESSION_LOG)
def envelopes() -> Response | tuple[Response, int]:
    """One sealed log at a time, so that one that can't be stored holds up no other."""
    actor = user_actor()
    try:
        envelope, fields = opened_for(current_database().keys, actor, request.get_json(silent=True))
    except EnvelopeUnreadable:
        return jsonify(status=Receipt.UNREADABLE)
    db = request_db()
    receipt = receive(db, actor, envelope, fields)
    db.commit()
    return jsonify(status=receipt)


@cache
def _worker_text(folder: str) -> str:
    return (Path(folder) / "js" / "worker.js").read_text(encoding="utf-8")
