"""Spoils files as copying, exporting, mailing and malice do: their bytes, texts and parts."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from random import Random

Spoil = Callable[[Random, bytes], bytes]

ODD = (
    b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\x1a", b"\x1b[2J", b'"', b'""', b"'", b"|",
    b";", b",", b"\t", b"\r", b"\n", b"\r\n", b"\x0b", b"\x0c", b"\x85", b"\xc2\x85", b"\xc2\xa0",
    b"\xe2\x80\xa8", b"\xe2\x80\xae", b"\xf0\x9f\x99\x82", b"\xed\xa0\x80", b"=1+1", b"-", b"!",
    b"%s", b"%(x)s", b"{0}", b"<b>", b"&amp;", b"nan", b"inf", b"1e999", b"-0", b"1_0", b"\xd9\xa3",
    b"9" * 400, b"A" * 5_000, b"|" * 3_000, b"0001-01-01", b"9999-12-31", b"31-02-2026",
)  # fmt: skip
ENCODINGS = ("utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "utf-7", "cp037", "mac_roman")
LINE_ENDS = (b"\n", b"\r", b"\n\r", b"\r\r\n", b"\x85", b"\xe2\x80\xa8", b"")
XML_ODD = (
    b"", b"&", b"<", b"&#0;", b"&#x10FFFF;", b"&undefined;", b'"', b"]]>", b"<c/>", b"<row/>",
    b' r="A0"', b' r="ZZZZ9"', b' r="1048577"', b' t="s"', b' t="e"', b' t="d"', b' t="b"',
    b"<f>1+1</f>", b"<v>99999999999</v>", b"<v>-1</v>", b"<v>1e400</v>", b"<v>2958466</v>",
    b"<v>nan</v>", b'<?xml version="1.0" encoding="utf-16"?>', b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
)  # fmt: skip


def spoilt_csv(dice: Random, content: bytes) -> bytes:
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        content = dice.choice(CSV_WAYS)(dice, content)
    return content


def spoilt_xlsx(dice: Random, content: bytes) -> bytes:
    if dice.random() < 0.3:
        return dice.choice(BYTE_WAYS)(dice, content)
    for _ in range(dice.choice((1, 1, 2))):
        content = _spoil_part(dice, content)
    return content


def _cut(dice: Random, content: bytes) -> bytes:
    return content[: dice.randrange(len(content) + 1)]


def _lose_a_piece(dice: Random, content: bytes) -> bytes:
    at = dice.randrange(len(content) + 1)
    return content[:at] + content[at + dice.randint(1, 200) :]


def _repeat_a_piece(dice: Random, content: bytes) -> bytes:
    at = dice.randrange(len(content) + 1)
    piece = content[at : at + dice.randint(1, 300)]
    return content[:at] + piece * dice.randint(2, 40) + content[at:]


def _flip_bits(dice: Random, content: bytes) -> bytes:
    flipped = bytearray(content)
    for _ in range(dice.choice((1, 3, 30)) if flipped else 0):
        flipped[dice.randrange(len(flipped))] ^= 1 << dice.randrange(8)
    return bytes(flipped)


def _put_something_odd(dice: Random, content: bytes) -> bytes:
    at = dice.randrange(len(content) + 1)
    return content[:at] + dice.choice(ODD) + content[at:]


def _replace_a_cell(dice: Random, content: bytes) -> bytes:
    cells = list(re.finditer(rb"[^;,\r\n]+", content))
    if not cells:
        return content
    start, end = dice.choice(cells).span()
    return content[:start] + dice.choice(ODD) + content[end:]


def _other_line_ends(dice: Random, content: bytes) -> bytes:
    return re.sub(rb"\r?\n", lambda _: dice.choice(LINE_ENDS), content)


def _another_encoding(dice: Random, content: bytes) -> bytes:
    return content.decode("utf-8-sig", "replace").encode(dice.choice(ENCODINGS), "replace")


def _shuffle_lines(dice: Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    dice.shuffle(lines)
    return b"".join(lines)


def _another_separator(dice: Random, content: bytes) -> bytes:
    return content.replace(b";", dice.choice((b",", b"\t", b"|", b":", b";;")))


def _a_hint_first(dice: Random, content: bytes) -> bytes:
    return dice.choice((b"sep=;\r\n", b'"sep=,"\n', b"sep=\n", b"\xef\xbb\xbfsep=;\n")) + content


def _a_huge_cell(dice: Random, content: bytes) -> bytes:
    at = dice.randrange(len(content) + 1)
    return content[:at] + dice.choice((b"x", b"\n", b"a|", b"\xc3\xa9")) * 600_000 + content[at:]


BYTE_WAYS: tuple[Spoil, ...] = (
    _cut, _lose_a_piece, _repeat_a_piece, _flip_bits, _put_something_odd,
)  # fmt: skip
CSV_WAYS: tuple[Spoil, ...] = (
    *BYTE_WAYS, _put_something_odd, _replace_a_cell, _replace_a_cell, _other_line_ends,
    _another_encoding, _shuffle_lines, _another_separator, _a_hint_first, _a_huge_cell,
)  # fmt: skip


def _spoil_part(dice: Random, content: bytes) -> bytes:
    """One part inside is spoilt, lost, doubled or renamed; the package itself stays a zip."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = [(name, packed.read(name)) for name in packed.namelist()]
    except (zipfile.BadZipFile, NotImplementedError):
        return content
    at = dice.randrange(len(parts))
    name, part = parts[at]
    match dice.choice(("odd", "odd", "odd", "bytes", "number", "lost", "renamed", "empty")):
        case "odd":
            parts[at] = name, _odd_xml(dice, part)
        case "bytes":
            parts[at] = name, dice.choice(BYTE_WAYS)(dice, part)
        case "number":
            numbers = dice.choice((b"0", b"-1", b"x", b"99999999999", b"1048577", b"4.5"))
            parts[at] = name, re.sub(rb"\d+", _sometimes(dice, numbers), part)
        case "lost":
            del parts[at]
        case "renamed":
            parts[at] = dice.choice((f"../{name}", name.upper(), "xl/x.xml", f"/{name}")), part
        case _:
            parts[at] = name, b""
    return _packed(dict(parts))


def _sometimes(dice: Random, other: bytes) -> Callable[[re.Match[bytes]], bytes]:
    return lambda found: other if dice.random() < 0.1 else found[0]


def _odd_xml(dice: Random, part: bytes) -> bytes:
    places = [found.end() for found in re.finditer(rb"[<>/ \"]|\w+", part)] or [0]
    at = dice.choice(places)
    return part[:at] + dice.choice(XML_ODD) + part[at + dice.choice((0, 0, 1, 5)) :]


def _packed(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return stream.getvalue()


def with_part(content: bytes, ending: str, pieces: Callable[[], list[bytes]]) -> bytes:
    """The XLSX file with the part of this name made of other pieces, packed as tight as can be."""
    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as packed,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as spoilt,
    ):
        for name in packed.namelist():
            if not name.endswith(ending):
                spoilt.writestr(name, packed.read(name))
                continue
            with spoilt.open(name, "w") as part:
                for piece in pieces():
                    part.write(piece)
    return stream.getvalue()
