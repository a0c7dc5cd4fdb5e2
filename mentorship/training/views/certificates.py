"""The public check of a certificate: what it stands for and whether it is valid, and no name."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from mentorship.foundation.access import public
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.training import completing, progress, queries, rules
from mentorship.training.forms import CertificateForm
from mentorship.training.programme import pre_match, title_of
from mentorship.training.views import paper

Answer = Response | str | tuple[str, int]


@public
def ask() -> Answer:
    form = CertificateForm()
    if form.validate_on_submit():
        code = rules.tidy_code(form.certificate.data)
        if code is not None:
            return redirect(url_for("training.certificates_check", token=code), 303)
        form.refuse(
            _("This is not a code of ours. It has sixteen letters and digits, and no vowels."),
            "certificate",
        )
    return render_template("training/ask_certificate.html", form=form), form.status


@public
def check(token: str) -> Answer:
    db = request_db()
    code = rules.tidy_code(token)
    found = progress.find_certificate(db, completing.code_hash(db, code)) if code else None
    if found is None:
        return render_template("training/unknown_certificate.html"), 404
    return render_template(
        "training/check_certificate.html",
        certificate=found,
        facts=paper.facts_of(found, queries.today(db)),
        code=code,
        modules=[title_of(module) for module in pre_match(queries.modules(db))],
    )
