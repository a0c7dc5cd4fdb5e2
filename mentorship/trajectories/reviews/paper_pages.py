"""The paper for a young person as a PDF: handed over by the consultant, and noted in the trail."""

from html import escape
from uuid import UUID

from flask import Response, abort, render_template, request

from mentorship.accounts.forms import role_words
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.charts import BarChart, bar_svg, summary, table_headers, table_rows
from mentorship.foundation.db import Db
from mentorship.foundation.documents import PdfUnavailable, render_pdf
from mentorship.foundation.i18n import LANGUAGES, speaking
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.trajectories import course_pages as pages
from mentorship.trajectories.course import record
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.reviews import labels
from mentorship.trajectories.reviews.paper import paper_of


@requires(Permission.TRAJECTORY_READ)
def paper(trajectory_id: UUID) -> Response:
    """In Dutch, unless it is asked in another language of ours. Its file name names nobody."""
    db = request_db()
    trajectory = pages.found(db, trajectory_id)
    language = request.args.get("language", "nl")
    if language not in LANGUAGES:
        abort(404)
    record(db, "paper.given", trajectory)
    with speaking(language):
        title = _("About you")
        page = written(db, trajectory, title)
        try:
            content = render_pdf(page, title=title, language=language)
        except PdfUnavailable:
            abort(503)
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="overzicht.pdf"'
    return answer


def written(db: Db, trajectory: Trajectory, title: str) -> str:
    """The paper before it is set: every word that will stand on it."""
    told = paper_of(db, trajectory)
    return render_template(
        "trajectories/reviews/paper.html",
        told=told,
        title=title,
        charts=[_drawn(chart) for chart in told.charts],
        labels=labels,
        role_words=role_words,
    )


def _drawn(chart: BarChart) -> tuple[BarChart, str, tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """What is heard instead of the drawing is its title: there a PDF takes it from."""
    title = f"><title>{escape(summary(chart))}</title>"
    return chart, bar_svg(chart).replace(">", title, 1), table_headers(chart), table_rows(chart)
