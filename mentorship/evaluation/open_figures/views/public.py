"""What everybody may read, signed in or not: a page, and the same as files for other websites.

A file sets no cookie and asks for none, so a website or a platform fetches it as it is.
"""

import hashlib

from flask import render_template, request
from werkzeug.wrappers import Response

from mentorship.evaluation import queries as evaluation
from mentorship.evaluation import releasing
from mentorship.evaluation.open_figures import files, queries, shown
from mentorship.evaluation.wording import demo_told
from mentorship.foundation.access import public
from mentorship.foundation.db import Db
from mentorship.foundation.requests import current_database

# Long enough to spare the server; a withdrawn year is gone from copies within these seconds.
_KEPT = 300


@public
def page() -> str:
    """Says nothing but what two people published: no year is judged for a visitor."""
    with current_database().reading(None) as db:
        rows, notes = queries.published(db), queries.notes(db)
        settings = evaluation.settings_of(db)
        real = releasing.real_threshold(settings)
        demo = None if real is None else demo_told(settings.disclosure_threshold, real)
        withdrawn = queries.withdrawn(db)
        day = evaluation.today(db)
    return render_template(
        "evaluation/figures/public.html",
        years=[shown.shown(row, notes.get(row.id, ())) for row in rows],
        missing=shown.missing_years([row.year for row in rows], withdrawn, day.year),
        withdrawn=[(row, notes.get(row.id, ())) for row in withdrawn],
        names=shown.headline_names(),
        charts=shown.charts_of(rows),
        demo=demo,
        licence=files.LICENCE_ADDRESS,
    )


@public
def csv() -> Response:
    return _file(files.CSV, "text/csv; charset=utf-8")


@public
def json() -> Response:
    return _file(files.JSON, "application/json")


@public
def datapackage() -> Response:
    return _file(files.PACKAGE, "application/json")


def _file(name: str, content_type: str) -> Response:
    with current_database().reading(None) as db:
        content = _all(db)[name]
    answer = Response(content, content_type=content_type)
    answer.headers["Cache-Control"] = f"public, max-age={_KEPT}"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.set_etag(hashlib.sha256(content).hexdigest())
    return answer.make_conditional(request.environ)


def _all(db: Db) -> dict[str, bytes]:
    rows = queries.published(db)
    made = {
        files.CSV: files.csv_file(rows),
        files.JSON: files.json_file(rows, queries.withdrawn(db), queries.notes(db)),
    }
    return {**made, files.PACKAGE: files.package_file(made, rows)}
