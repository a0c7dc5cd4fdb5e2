"""The entry for the algorithm register, as a page and on paper."""

from flask import Response, render_template

from mentorship.foundation.access import Permission, requires
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.privacy import queries
from mentorship.privacy.algorithm.entry import entry
from mentorship.referrals.mentees.views.intake import as_pdf


@requires(Permission.AUDIT_READ, Permission.MATCH_SETTINGS)
def overview() -> str:
    return render_template("privacy/algorithm.html", groups=entry(request_db()))


@requires(Permission.AUDIT_READ, Permission.MATCH_SETTINGS)
def pdf() -> Response:
    db = request_db()
    title = _("Algorithm register: matching")
    paper = render_template(
        "privacy/algorithm_paper.html", groups=entry(db), title=title, day=queries.today(db)
    )
    return as_pdf(paper, title)
