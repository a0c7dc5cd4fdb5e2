"""The entry for the algorithm register, as a page and on paper."""

from flask import Response, render_template

from mentorship.foundation.access import Permission, requires
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.privacy import queries
from mentorship.privacy.algorithm.entry import entry
from mentorship.referrals.mentees.views.intake import as_pdf

# Who may read a round may read how it comes about: nothing here is about a person.
_READERS = (Permission.AUDIT_READ, Permission.MATCH_SETTINGS, Permission.MATCH_READ)


@requires(*_READERS)
def overview() -> str:
    return render_template("privacy/algorithm.html", groups=entry(request_db()))


@requires(*_READERS)
def pdf() -> Response:
    db = request_db()
    title = _("Algorithm register: matching")
    paper = render_template(
        "privacy/algorithm_paper.html", groups=entry(db), title=title, day=queries.today(db)
    )
    return as_pdf(paper, title)
