"""A PDF for everybody: tagged, in its language, loading nothing, naming nobody."""

import io
import subprocess
import sys
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from mentorship.foundation.documents import DocumentReachesOut, Embedded, render_pdf

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


def test_files_of_data_lie_in_it_as_they_are_and_the_same_every_time() -> None:
    day = date(2026, 3, 2)
    files = [
        Embedded("b.csv", "Tweede tabel, één", b"a,b\r\n1,2\r\n", day),
        Embedded("a.csv", "Eerste tabel", b"x", day),
    ]
    made = render_pdf(PAGE, title="Brief", language="nl", embedded=files)
    assert made == render_pdf(PAGE, title="Brief", language="nl", embedded=files[::-1])
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert list(pdf.Root.Names.EmbeddedFiles.Names)[::2] == ["a.csv", "b.csv"]
        assert {one.F: str(one.AFRelationship) for one in pdf.Root.AF} == {
            "a.csv": "/Data",
            "b.csv": "/Data",
        }
        second = pdf.attachments["b.csv"]
        told = second.get_file()
        assert second.description == "Tweede tabel, één"
        assert (told.read_bytes(), told.mime_type) == (b"a,b\r\n1,2\r\n", "text/csv")
        assert str(told.creation_date).startswith("2026-03-02 00:00:00")
        assert "/StructTreeRoot" in pdf.Root
        assert "pdfuaid" in pdf.Root.Metadata.read_bytes().decode()


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
