"""Turns a page into a tagged PDF that loads nothing and names nobody in its metadata."""

from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from io import BytesIO, StringIO
from operator import attrgetter
from pathlib import Path
from typing import Any

from mentorship.foundation.i18n import gettext as _

PAGE_STYLE = Path(__file__).parent / "templates" / "documents" / "page.css"
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class PdfUnavailable(RuntimeError):
    """This machine can't make PDFs; the message is one line that says what to install."""


class DocumentReachesOut(ValueError):
    """A page that refers to something it doesn't carry itself."""

    def __init__(self, addresses: list[str]) -> None:
        super().__init__("a document may load nothing: " + ", ".join(addresses))


@dataclass(frozen=True, slots=True)
class Embedded:
    """A file of data inside a PDF; readers show `name` and `description`.

    `day` is told as the day on which it was made, so that the same gives the same bytes.
    """

    name: str
    description: str
    content: bytes
    day: date


def render_pdf(html: str, *, title: str, language: str, embedded: Sequence[Embedded] = ()) -> bytes:
    """The page as PDF/UA-1. `title` is shown by readers and must not name a person."""
    weasyprint = _weasyprint()
    refused: list[str] = []
    page = weasyprint.HTML(string=html, url_fetcher=_refuser(weasyprint, refused))
    style = weasyprint.CSS(string=PAGE_STYLE.read_text(encoding="utf-8"))
    document = page.render(stylesheets=[style], pdf_variant="pdf/ua-1", pdf_tags=True)
    _keep_only(document.metadata, title=title, language=language)
    attachments = [_attachment(weasyprint, one) for one in sorted(embedded, key=attrgetter("name"))]
    pdf: bytes = document.write_pdf(
        pdf_variant="pdf/ua-1", pdf_tags=True, attachments=attachments,
        finisher=_finish if embedded else None,
    )  # fmt: skip
    if refused:
        raise DocumentReachesOut(refused)
    return pdf


def _attachment(weasyprint: Any, one: Embedded) -> Any:
    """A reader looks them up by name; the kind of file follows from its ending."""
    made = datetime.combine(one.day, time())
    return weasyprint.Attachment(
        file_obj=BytesIO(one.content), name=one.name, description=one.description,
        created=made, modified=made,
    )  # fmt: skip


def _finish(_document: Any, pdf: Any) -> None:
    """Says of embedded files that they are the data behind the document, which is not done for
    this kind of PDF by itself."""
    found = [one for one in pdf.objects if _is_file(one)]
    for one in found:
        one["AFRelationship"] = "/Data"
    references = " ".join(one.reference.decode() for one in found)
    pdf.catalog["AF"] = f"[{references}]"


def _is_file(one: Any) -> bool:
    return isinstance(one, dict) and one.get("Type") == "/Filespec"


def _keep_only(metadata: Any, *, title: str, language: str) -> None:
    """Whatever a page says about its author or keywords stays out of the file's metadata."""
    metadata.title, metadata.lang = title, language
    metadata.authors, metadata.keywords, metadata.attachments = [], [], []
    metadata.description = metadata.generator = metadata.created = metadata.modified = None
    metadata.custom = {}


@cache
def _weasyprint() -> Any:
    try:
        # It tells at length what it misses; ours is the one line that says what to install.
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            # Loading it takes over a second and needs Pango: only who prints should pay for that.
            import weasyprint  # noqa: PLC0415
    except OSError as missing:
        raise PdfUnavailable(
            _("No PDF: install the packages %(packages)s (Pango).", packages=PACKAGES)
        ) from missing
    return weasyprint


def _refuser(weasyprint: Any, refused: list[str]) -> Any:
    """Notes every address a page asks for and gives none: what it needs, it carries itself."""

    class Refuser(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            refused.append(url.split(",", 1)[0])
            raise ValueError(url)

    return Refuser()
