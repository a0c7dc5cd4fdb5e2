"""A briefing as a PDF that names nobody, neither inside nor in the name of the file."""

from flask import Response, make_response, render_template
from werkzeug.wrappers import Response as AnyResponse

from mentorship.foundation.documents import render_pdf
from mentorship.foundation.i18n import current_language
from mentorship.foundation.i18n import gettext as _
from mentorship.matching.matches.briefing import Briefing


def briefing_document(told: Briefing) -> AnyResponse:
    title = _("A young person for you")
    page = render_template("matching/briefing_document.html", told=told, title=title)
    pdf = render_pdf(page, title=title, language=current_language())
    answer: Response = make_response(pdf)
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = 'inline; filename="briefing.pdf"'
    return answer
