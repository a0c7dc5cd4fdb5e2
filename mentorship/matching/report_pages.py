"""Shows a report as one HTML page that carries all it needs, and as a tagged PDF of the same."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mentorship.foundation import charts
from mentorship.foundation.documents import render_pdf
from mentorship.foundation.i18n import (
    current_language,
    format_number,
    plain_gettext,
    plain_ngettext,
)
from mentorship.matching.report import Report

HERE = Path(__file__).parent / "templates"
FOUNDATION = Path(charts.__file__).parent / "templates"


def report_html(report: Report, *, for_print: bool = False) -> str:
    """One page without scripts that loads nothing."""
    drawn = [
        (chart, charts.bar_svg(chart), charts.table_headers(chart), charts.table_rows(chart))
        for chart in report.charts
    ]
    page = _environment().get_template("matching/report.html")
    return page.render(
        report=report,
        charts=drawn,
        language=current_language(),
        number=format_number,
        for_print=for_print,
    )


def report_pdf(report: Report) -> bytes:
    """Raises `PdfUnavailable`."""
    page = report_html(report, for_print=True)
    return render_pdf(page, title=report.title, language=current_language())


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader([HERE, FOUNDATION]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        plain_gettext, plain_ngettext, newstyle=True
    )
    return environment
