"""A PDF for everybody: tagged, in its language, loading nothing, naming nobody."""

import io
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from mentorship.foundation.documents import DocumentReachesOut, render_pdf

PAGE = """<html lang="nl"><head><title>Kanarie Testpersoon</title>
<meta name="author" content="Kanarie Testpersoon"><meta name="keywords" content="kanarie">
<meta name="description" content="kanarie"><meta name="dcterms.created" content="2026-01-01">
</head><body><h1>Brief</h1><p>Dag.</p></body></html>"""


def test_a_document_is_tagged_and_says_its_language() -> None:
    with pikepdf.open(io.BytesIO(render_pdf(PAGE, title="Brief", language="nl"))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "nl"
        assert "/StructTreeRoot" in pdf.Root
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.docinfo["/Title"]) == "Brief"


def test_metadata_hold_no_names() -> None:
    with pikepdf.open(io.BytesIO(render_pdf(PAGE, title="Brief", language="nl"))) as pdf:
        told = str(dict(pdf.docinfo)) + pdf.Root.Metadata.read_bytes().decode()
    assert "anarie" not in told


@pytest.mark.parametrize(
    "reach",
    [
        '<img src="file:///etc/passwd">',
        '<img src="http://169.254.169.254/">',
        '<link rel="stylesheet" href="https://example.org/a.css">',
        '<style>@import "file:///etc/passwd";</style>',
        '<object data="file:///etc/passwd"></object>',
        '<img src="data:image/png;base64,AAAA">',
        '<svg width="9" height="9"><image href="file:///etc/passwd" width="9" height="9"/></svg>',
    ],
)
def test_a_document_that_reaches_out_is_refused(reach: str) -> None:
    with pytest.raises(DocumentReachesOut):
        render_pdf(f"<html><body>{reach}</body></html>", title="Brief", language="nl")


def test_a_document_carries_nothing_but_itself() -> None:
    page = '<link rel="attachment" href="file:///etc/hostname"><p>Dag</p>'
    with pikepdf.open(io.BytesIO(render_pdf(page, title="Brief", language="nl"))) as pdf:
        assert not pdf.attachments


def test_a_machine_without_pango_says_in_one_line_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "weasyprint.py").write_text(
        "print('a story of many lines')\nraise OSError('cannot load libpango-1.0-0')"
    )
    code = (
        "from mentorship.foundation.documents import PdfUnavailable, render_pdf\n"
        "try: render_pdf('<p>', title='Brief', language='nl')\n"
        "except PdfUnavailable as unavailable: print(unavailable)\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": f"{tmp_path}:{Path.cwd()}", "PATH": "/usr/bin:/bin"},
    ).stdout
    assert said.count("\n") == 1
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in said
