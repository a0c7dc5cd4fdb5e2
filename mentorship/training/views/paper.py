"""A certificate on paper."""

from dataclasses import dataclass
from datetime import date

from flask import abort, current_app, render_template, url_for
from werkzeug.wrappers import Response

from mentorship.accounts import posting
from mentorship.foundation import vault
from mentorship.foundation.db import Db
from mentorship.foundation.documents import PdfUnavailable, render_pdf
from mentorship.foundation.i18n import current_language
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.working_days import months_later
from mentorship.mentors.models import Mentor
from mentorship.mentors.queries import name_of
from mentorship.training import queries
from mentorship.training.models import Certificate
from mentorship.training.programme import pre_match, title_of
from mentorship.training.views.answers import file_answer


@dataclass(frozen=True)
class CertificateFacts:
    """Until when it counts, and whether it does today."""

    valid_until: date
    is_valid: bool


def facts_of(certificate: Certificate, day: date) -> CertificateFacts:
    months = current_app.extensions["settings"].training_valid_months
    valid_until = months_later(certificate.issued_on, months)
    return CertificateFacts(valid_until, day <= valid_until)


def certificate_answer(db: Db, certificate: Certificate) -> Response:
    """The paper names the mentor; the file's own name and metadata don't."""
    code = vault.read(db, certificate, "code", purpose=Purpose.TRAINING) or ""
    page = render_template(
        "training/certificate.html",
        language=current_language(),
        name=name_of(db, db.get_one(Mentor, certificate.mentor_id), Purpose.TRAINING),
        certificate=certificate,
        facts=facts_of(certificate, queries.today(db)),
        modules=pre_match(queries.modules(db)),
        title_of=title_of,
        code=code,
        address=posting.page(db, url_for("training.certificates_check", token=code)),
    )
    try:
        pdf = render_pdf(page, title=_("Certificate"), language=current_language())
    except PdfUnavailable:
        abort(503)
    return file_answer(pdf, "application/pdf", "certificate.pdf")
