"""The codebook and the report as pages that carry all they need."""

from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mentorship.evaluation.disclosure.verdicts import Outcome
from mentorship.evaluation.package import crossed, papers, reading, records, survival
from mentorship.evaluation.package.content import Content, Measured
from mentorship.evaluation.package.formats import FORMATS
from mentorship.evaluation.package.resources import path_of
from mentorship.evaluation.tables import Table
from mentorship.evaluation.wording import (
    OUTCOMES,
    OUTSIDE,
    demo_told,
    half_year_name,
    half_year_names,
    reasons_outside,
)
from mentorship.foundation import charts
from mentorship.foundation.charts import BarChart, Series
from mentorship.foundation.documents import Embedded, render_pdf
from mentorship.foundation.i18n import (
    LANGUAGE_NAMES,
    current_language,
    format_date,
    format_number,
    format_percentage,
    plain_gettext,
    plain_ngettext,
    speaking,
)
from mentorship.foundation.i18n import gettext as _

CODEBOOK, REPORT = "codebook.html", "report.pdf"
_HERE = Path(__file__).parent.parent / "templates"
_FOUNDATION = Path(charts.__file__).parent / "templates"
_NOBODY = "–"  # a structural zero
_MARGIN, _WIDTH = 280, 640


def codebook(content: Content) -> bytes:
    """Both languages side by side, so that it can be read by whoever gets it."""
    with speaking(content.language):
        return _rendered("evaluation/codebook.html", content).encode()


def report(content: Content, data: Sequence[Embedded] = ()) -> bytes:
    """With the tables as files in it. Raises `PdfUnavailable`."""
    with speaking(content.language):
        page = _rendered("evaluation/report.html", content, has_data=bool(data))
        return render_pdf(
            page, title=_("Evaluation of ONE-on-ONE"), language=content.language, embedded=data
        )


def chart_of(table: Table) -> BarChart:
    """Rows where somebody can be, in the current language; a full bar is everybody."""
    rows = [(row.label, row.count) for row in table.rows if row.count is not None]
    language = current_language()
    specification = table.specification
    return BarChart(
        title=table.title.said_in(language),
        category_name=specification.dimension.label.said_in(language),
        categories=tuple(label.said_in(language) for label, _count in rows),
        series=(
            Series(specification.unit.said_in(language), tuple(count for _label, count in rows)),
        ),
        whole=table.total,
        margin=_MARGIN,
    )


def drawing_of(chart: BarChart) -> str:
    """With its words as a title too: that is where a PDF takes its alternative text from."""
    told = f"<title>{escape(charts.summary(chart))}</title>"
    return charts.bar_svg(chart, width=_WIDTH).replace(">", f">{told}", 1)


def headers_of(table: Table) -> tuple[str, ...]:
    language, outside = current_language(), table.outside
    headers = (
        table.specification.dimension.label.said_in(language),
        table.specification.unit.said_in(language),
        _("share"),
    )
    if outside is None:
        return headers
    return (*headers, _("share without “%(name)s”", name=outside.label.said_in(language)))


def rows_of(table: Table) -> list[tuple[str, ...]]:
    """What it is called, how many, and which share of the whole and of who answered: all that is
    divided is published."""
    language, whole, outside = current_language(), table.total, table.outside
    answered = table.inside
    told = []
    for row in table.rows:
        row_ = [row.label.said_in(language), *_counted(row.count, whole)]
        if outside is not None:
            row_.append("" if row is outside else _share(row.count, answered))
        told.append(tuple(row_))
    last = [_("together"), format_number(whole), format_percentage(1)]
    return [*told, tuple([*last, ""] if outside is not None else last)]


def _counted(count: int | None, whole: int) -> tuple[str, str]:
    return (_NOBODY if count is None else format_number(count)), _share(count, whole)


def _share(count: int | None, whole: int) -> str:
    return _NOBODY if count is None or not whole else format_percentage(count / whole)


def figure_of(table: Table) -> str | None:
    """The one share that the table is about, with what it is a share of."""
    row = table.numerator
    if row is None or row.count is None:
        return None
    language = current_language()
    facts = {
        "name": row.label.said_in(language),
        "count": format_number(row.count),
        "all": format_number(table.inside),
        "share": format_percentage(row.count / table.inside),
    }
    if table.outside is None:
        return _("%(name)s: %(count)s of %(all)s (%(share)s)", **facts)
    return _(
        "%(name)s: %(count)s of %(all)s (%(share)s). Left out are the %(number)s of “%(outside)s”.",
        outside=table.outside.label.said_in(language),
        number=format_number(table.outside.count or 0),
        **facts,
    )


def caption_of(one: Measured) -> str:
    """That it is the same as the chart; and in which detail, where that isn't what was asked."""
    table = one.verdict.told
    if one.verdict.outcome is Outcome.AS_ASKED or table is None:
        return _("The same in numbers")
    return f"{_('The same in numbers')}: {_level_of(table)}"


def detail_of(one: Measured) -> str:
    """As asked, or by which groups instead."""
    table = one.verdict.told
    if one.verdict.outcome is Outcome.AS_ASKED or table is None:
        return str(OUTCOMES[one.verdict.outcome])
    return f"{OUTCOMES[one.verdict.outcome]} ({_level_of(table)})"


def _level_of(table: Table) -> str:
    """The finest level is called by what the rows say, which stands above them already."""
    if table.pooled and not table.level:
        return _("some groups together")
    return table.level_name.said_in(current_language())


def programs_in(language: str) -> list[tuple[str, str]]:
    """Per format its files and who reads them."""
    with speaking(language):
        return [(one.shown, str(one.programs)) for one in FORMATS]


def _rendered(template: str, content: Content, *, has_data: bool = False) -> str:
    return (
        _environment()
        .get_template(template)
        .render(
            content=content,
            language=current_language(),
            terms=papers.terms_rows(content),
            rules=papers.rules_told(content),
            headlines=reading.headlines(content),
            has_data=has_data,
            answers=reading.answers(content),
            unasked=reading.unasked(content),
            no_change=reading.no_change(content),
            missing=reading.missing(content),
            counted_in_all=reading.counted_in_all(content),
            refused=reading.refused(content),
            promises=papers.promises(with_records=bool(content.records_told)),
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader([_HERE, _FOUNDATION]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        plain_gettext, plain_ngettext, newstyle=True
    )
    # The same of every bundle.
    environment.globals.update(
        languages=LANGUAGE_NAMES,
        half_year_name=half_year_name,
        half_year_names=half_year_names,
        outcome_words=OUTCOMES,
        by_question=reading.by_question,
        demo_told=demo_told,
        outside=OUTSIDE,
        reasons_of=reasons_outside,
        Outcome=Outcome,
        caption_of=caption_of,
        detail_of=detail_of,
        chart_of=chart_of,
        drawing_of=drawing_of,
        headers_of=headers_of,
        rows_of=rows_of,
        figure_of=figure_of,
        path_of=path_of,
        crossed=crossed,
        records=records,
        survival=survival,
        programs_in=programs_in,
        day=format_date,
    )
    return environment
