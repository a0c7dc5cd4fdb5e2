"""The processing register, made from the program as it is."""

from flask import render_template
from sqlmodel import SQLModel
from werkzeug.wrappers import Response

from mentorship.foundation.access import Permission, requires
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import current_database
from mentorship.privacy import files
from mentorship.privacy.register import register
from mentorship.privacy.register_words import Told, told


@requires(Permission.AUDIT_READ)
def overview() -> str:
    return render_template("privacy/register.html", entries=_entries())


@requires(Permission.AUDIT_READ)
def file() -> Response:
    """It says nothing of anybody, so that it was taken along isn't noted."""
    entries = _entries()
    words = [word for word, _value in entries[0].pairs]
    rows = [[one.name, one.kind, *(value for _word, value in one.pairs)] for one in entries]
    body = files.file_of([[_("Code"), _("Kind of data"), *words], *rows])
    disposition = f'attachment; filename="{_("processing-register")}.csv"'
    headers = {"Content-Type": files.CONTENT_TYPE, "Content-Disposition": disposition}
    return Response(body, headers=headers)


def _entries() -> list[Told]:
    settings = current_database().settings
    return [told(entry, settings) for entry in register(SQLModel.metadata)]
