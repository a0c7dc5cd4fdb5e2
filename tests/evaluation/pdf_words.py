"""The words on the pages of a PDF, read back from its glyphs."""

import io
import re
from collections.abc import Iterator

import pikepdf

_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


def words_of(pdf_file: bytes) -> str:
    with pikepdf.open(io.BytesIO(pdf_file)) as pdf:
        return "\n".join("".join(_shown(page)) for page in pdf.pages)


def _shown(page: pikepdf.Page) -> Iterator[str]:
    meanings: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            meanings = _meanings(page.Resources.Font[str(operands[0])])
        elif str(operator) in ("Tj", "TJ"):
            pieces = operands[0] if str(operator) == "TJ" else operands
            for piece in pieces:
                if isinstance(piece, pikepdf.String):
                    codes = bytes(piece)
                    for start in range(0, len(codes), 2):
                        yield meanings.get(int.from_bytes(codes[start : start + 2]), "?")


def _meanings(font: pikepdf.Object) -> dict[int, str]:
    mapped = _PAIR.findall(font.ToUnicode.read_bytes())
    return {
        int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in mapped
    }
