"""A bundle: the same bytes every time, readable by others, and one changed byte is named."""

import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import frictionless
import pikepdf
import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mentorship.cli import main
from mentorship.evaluation.package.archive import ArchiveUnusable, packed, unpacked
from mentorship.evaluation.package.build import bundle
from mentorship.evaluation.package.checking import Finding, Problem, check
from mentorship.evaluation.package.json_text import canonical
from mentorship.evaluation.package.manifest import (
    MANIFEST,
    SIGNATURE,
    manifest,
    pem,
    raw,
    signature,
)
from tests.evaluation.samples import KEY, content

PUBLIC = raw(KEY.public_key())


@pytest.fixture(scope="module")
def archive() -> bytes:
    return bundle(content(), KEY)


@pytest.fixture(scope="module")
def files(archive: bytes) -> dict[str, bytes]:
    return unpacked(archive)


def named(archive: bytes) -> set[str | None]:
    return {finding.file for finding in check(archive, PUBLIC).findings}


def signed_anew(files: dict[str, bytes]) -> bytes:
    """By somebody who holds the key: then only what the files say can be wrong."""
    listed = {path: data for path, data in files.items() if path not in (MANIFEST, SIGNATURE)}
    told = manifest({}, listed)
    return packed(listed | {MANIFEST: told, SIGNATURE: signature(told, KEY)})


def test_the_same_data_give_the_same_bytes_on_another_day_and_elsewhere(
    archive: bytes, tmp_path: Path
) -> None:
    """Python's clock years on; the zone a day off, for what asks the machine's clock itself."""
    say = (
        "import hashlib, time_machine; from tests.evaluation.samples import *;"
        "from mentorship.evaluation.package.build import bundle;"
        "time_machine.travel('2031-05-06 07:08:09').start();"
        "print(hashlib.sha256(bundle(content(), KEY)).hexdigest())"
    )
    folder = str(tmp_path)
    elsewhere = {
        **os.environ, "PYTHONHASHSEED": "7", "TZ": "DAY-24", "LANG": "C", "TMPDIR": folder,
        "PYTHONPATH": str(Path.cwd()),
    }  # fmt: skip
    told = subprocess.run(
        [sys.executable, "-c", say],
        cwd=folder, env=elsewhere, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.strip() == hashlib.sha256(archive).hexdigest()


def test_what_was_told_is_in_the_tables_and_what_was_not_is_nowhere(
    files: dict[str, bytes],
) -> None:
    assert files["data/first-table.csv"].decode().splitlines()[1:] == [
        "a,a (nl),a,20",
        "b,b (nl),b,21",
        "c,c (nl),c,22",
    ]
    assert files["data/second-table.csv"].decode().splitlines()[1:] == [
        "ab,ab (nl),ab,23",
        "c,c (nl),c,22",
    ]
    assert not [path for path in files if "third" in path]
    told = {one["table"]: one for one in json.loads(files["disclosure.json"])["tables"]}
    assert {name: one["outcome"] for name, one in told.items()} == {
        "first-table": "as_asked",
        "second-table": "coarsened",
        "third-table": "refused",
    }
    # Which rule it was stays inside: "nearly all in one group" would tell what it keeps back.
    assert told["second-table"]["reasons"] == told["third-table"]["reasons"] == ["too_few"]


def test_no_cell_runs_as_a_formula(files: dict[str, bytes]) -> None:
    assert "'=Twee consulenten erbij" in files["data/context.csv"].decode()


def test_another_program_reads_the_data_package(files: dict[str, bytes], tmp_path: Path) -> None:
    """frictionless knows the first edition of the standard; ours keeps to what both say."""
    zipfile.ZipFile(io.BytesIO(packed(files))).extractall(tmp_path)
    told = frictionless.validate(tmp_path / "datapackage.json")
    assert told.flatten(["path", "message"]) == []
    assert {task.name for task in told.tasks} == {
        "first-table", "second-table", "totals", "context", "codebook",
    }  # fmt: skip
    (tmp_path / "data" / "first-table.csv").write_text(
        "category,label_nl,label_en,count\na,b,c,d\n"
    )
    assert not frictionless.validate(tmp_path / "datapackage.json").valid


def test_the_report_is_tagged_and_says_nothing_of_its_making(files: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(files["report.pdf"])) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "nl"
        drawings = [
            str(one.Alt)
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
        about = str(dict(pdf.docinfo)) + pdf.Root.Metadata.read_bytes().decode()
    assert len(drawings) == 2
    assert all("20" in said or "23" in said for said in drawings)
    assert "CreationDate" not in about
    assert "Hogeschool" not in about


def test_the_report_carries_the_tables_byte_by_byte_and_nothing_else(
    files: dict[str, bytes],
) -> None:
    with pikepdf.open(io.BytesIO(files["report.pdf"])) as pdf:
        inside = {name: one.get_file().read_bytes() for name, one in pdf.attachments.items()}
        said = {name: one.description for name, one in pdf.attachments.items()}
    assert inside == {
        path.removeprefix("data/"): data
        for path, data in files.items()
        if path.startswith("data/") and path.endswith(".csv")
    }
    assert said["first-table.csv"] == "Table first-table (nl)"
    assert said["totals.csv"] == "Wat er in totaal geteld is"


def test_a_whole_bundle_is_whole(archive: bytes) -> None:
    told = check(archive, PUBLIC)
    assert (told.findings, told.public_key) == ((), PUBLIC)


def flipped(data: bytes, position: int) -> bytes:
    return data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :]


def test_one_flipped_byte_names_its_file(archive: bytes, files: dict[str, bytes]) -> None:
    """In the archive as it is, where the zip notices, and zipped anew, where only we do."""
    for path, data in files.items():
        start = archive.index(data)
        for offset in {0, len(data) // 2, len(data) - 1}:
            assert named(flipped(archive, start + offset)) == {path}, path
            assert named(packed(files | {path: flipped(data, offset)})) == {path}, path


def test_a_byte_outside_the_files_is_noticed_as_well(archive: bytes) -> None:
    """The zip's own fields: a time, an attribute."""
    for position in (10, len(archive) - 60):
        with suppress(ArchiveUnusable):
            assert not check(flipped(archive, position), PUBLIC).is_whole
    assert check(archive + b"\0", PUBLIC).findings == (Finding(Problem.ARCHIVE),)


def test_what_is_missing_and_what_does_not_belong_is_named(files: dict[str, bytes]) -> None:
    for path in files:
        assert path in named(packed({name: d for name, d in files.items() if name != path}))
    assert check(packed(files | {"extra.txt": b"x"}), PUBLIC).findings == (
        Finding(Problem.EXTRA, "extra.txt"),
    )


def test_somebody_elses_signature_is_not_ours(files: dict[str, bytes]) -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    forged = packed(files | {SIGNATURE: signature(files[MANIFEST], other)})
    assert check(forged, PUBLIC).findings == (Finding(Problem.OTHER_KEY, SIGNATURE),)
    assert check(forged).is_whole  # and the command says that nobody looked who signed


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("data/first-table.csv", b"category,label_nl,label_en,count\r\na,b,c,many\r\n"),
        ("data/first-table.csv", b"category,label_nl,label_en\r\na,b,c\r\n"),
        ("data/first-table.parquet", b"PAR1"),
        ("data/second-table.sav", b"$FL2"),
        ("tables.xlsx", b""),
        ("datapackage.json", b"{}"),
        ("datapackage.json", b"no json"),
        ("datapackage.json", canonical({"$schema": 1, "resources": [{"name": "x"}]})),
    ],
)
def test_tables_that_are_not_as_described_are_named(
    files: dict[str, bytes], path: str, data: bytes
) -> None:
    assert check(signed_anew(files | {path: data}), PUBLIC).findings == (
        Finding(Problem.DATA_PACKAGE, path),
    )


def test_a_zip_that_swells_or_leaves_its_folder_is_no_bundle(files: dict[str, bytes]) -> None:
    swelling = io.BytesIO()
    with zipfile.ZipFile(swelling, "w", zipfile.ZIP_DEFLATED) as writer:
        writer.writestr("data/x.csv", b"0" * 10_000_000)
    with pytest.raises(ArchiveUnusable):
        check(swelling.getvalue(), PUBLIC)
    outside = signed_anew(files | {"../evil": b"x"})
    assert check(outside, PUBLIC).findings[0] == Finding(Problem.MANIFEST, MANIFEST)


@pytest.fixture
def folder(tmp_path: Path, archive: bytes, files: dict[str, bytes]) -> Path:
    (tmp_path / "good.zip").write_bytes(archive)
    (tmp_path / "bad.zip").write_bytes(packed(files | {"terms.md": b"anders"}))
    (tmp_path / "none.zip").write_bytes(b"no zip")
    (tmp_path / "key.pem").write_bytes(pem(KEY.public_key()))
    return tmp_path


@pytest.mark.parametrize(
    ("given", "status", "says"),
    [
        (
            ["good.zip", "--public-key", "key.pem"],
            0,
            "Deze bundel is compleet en ongewijzigd: 25 bestanden",
        ),
        (["good.zip", "--language", "en"], 0, "Who signed it was not checked."),
        (["bad.zip", "--public-key", "key.pem"], 1, "terms.md: veranderd"),
        (["bad.zip", "--language", "en"], 1, "terms.md: changed since it was signed."),
        (["none.zip"], 2, "is geen bundel."),
        (["nowhere.zip", "--language", "en"], 2, "can't be read."),
        (["good.zip", "--public-key", "good.zip"], 2, "is geen openbare sleutel van ons."),
    ],
)
def test_the_command_says_it_in_words_and_in_its_status(
    folder: Path, given: list[str], status: int, says: str
) -> None:
    words = [str(folder / one) if "." in one else one for one in given]
    told = CliRunner().invoke(main, ["bundle", "verify", *words])
    assert (told.exit_code, says in told.output) == (status, True), told.output


def test_the_command_is_quick_and_needs_neither_pages_nor_database(folder: Path) -> None:
    say = (
        "import sys; from mentorship.cli import main\n"
        "try: main(['bundle', 'verify', sys.argv[1]])\n"
        "except SystemExit as end: assert end.code == 0\n"
        "late = ('flask', 'sqlalchemy', 'weasyprint', 'pandas', 'pyreadstat', 'xlsxwriter')\n"
        "print([name for name in late if name in sys.modules])"
    )
    began = time.monotonic()
    told = subprocess.run(
        [sys.executable, "-c", say, str(folder / "good.zip")],
        cwd=tempfile.gettempdir(),
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.splitlines()[-1] == "[]"
    assert time.monotonic() - began < 2
