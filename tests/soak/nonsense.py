"""What a form may be sent: by a hurried person, a broken program, or somebody who tries."""

import json
from random import Random
from typing import Any

SCRIPT = "<script>soak()</script>"
SUM, SUM_OF = "8641969", "1234567*7"
VALUES = (
    "", " ", "a", "0", "-1", "2", "1e9", "9" * 400, "NaN", "yes", "on", "None", "null", "true",
    "31-02-2026", "01-01-0000", "01-01-99999", "2026-01-31", "x@y.example", "x@@", "\r\n\r\n",
    "Alkmaar", "2008", "\x00", "\x01\x1b[2J\x7f", "\u202e\u2066evil", "\ufeff", "🙂" * 50, "ǅ",
    f'">{SCRIPT}', f"'><img src=x onerror={SCRIPT}", "javascript:soak()", f"{{{{{SUM_OF}}}}}",
    f"{{% print({SUM_OF}) %}}", f"${{{SUM_OF}}}", "%s%d%(name)s%", "{0.__class__}", "{name}",
    "' OR 1=1 --", '"; DROP TABLE draft; --', "../../etc/passwd", "//example.org/", "\\\\x",
    "00000000-0000-0000-0000-000000000000", "|" * 2_000, "é" * 5_001, "=cmd|' /C calc'!A0",
)  # fmt: skip
MEGABYTES = ("a" * 1_000_000, "é" * 1_000_000, "\x00" * 300_000, "<" * 500_000, " " * 1_000_000)
TYPES = (
    "text/plain", "application/json", "application/xml", "multipart/form-data",
    "multipart/form-data; boundary=", "application/x-www-form-urlencoded; charset=utf-16", "", "x",
)  # fmt: skip


def value(dice: Random, known: list[str]) -> str:
    chance = dice.random()
    if known and chance < 0.35:
        return dice.choice(known)
    return dice.choice(MEGABYTES if chance > 0.98 else VALUES)


def form(
    dice: Random, names: list[str], known: dict[str, list[str]], token: str
) -> list[tuple[str, str]]:
    """Some fields of the page, some of others, some twice; the token mostly as it should be."""
    fields = [(name, value(dice, known.get(name, []))) for name in names if dice.random() < 0.85]
    if dice.random() < 0.2:
        fields += [(name, value(dice, [])) for name, _ in fields]
    if dice.random() < 0.2:
        strange = dice.choice((*known, "x" * 3_000, "a[0][b]", "\x00", "__class__", ""))
        fields.append((strange, value(dice, [])))
    fields = [field for field in fields if field[0] != "csrf_token"]
    chance = dice.random()
    if chance < 0.85:
        fields.append(("csrf_token", token))
    elif chance < 0.95:
        fields.append(("csrf_token", dice.choice((token[:-1], "x", value(dice, [])))))
    dice.shuffle(fields)
    return fields


def body(dice: Random, fields: list[tuple[str, str]]) -> dict[str, Any]:
    """The fields as a browser sends them, or something that no browser sends."""
    chance = dice.random()
    if chance < 0.88:
        sent: dict[str, list[str]] = {}
        for name, text in fields:
            sent.setdefault(name, []).append(text)
        kind = "multipart/form-data" if chance < 0.1 else None
        return {"data": sent, "content_type": kind or "application/x-www-form-urlencoded"}
    if chance < 0.94:
        raw = json.dumps(fields).encode("utf-8", "surrogatepass")
    else:
        pieces = [bytes(dice.choices(b"%&=;+\x00\xff\r\n-abc", k=40)) for _ in range(20)]
        raw = b"&".join(pieces)
    token = dict(fields).get("csrf_token", "")
    headers = {"X-CSRFToken": token} if token.isascii() and token.isprintable() else {}
    return {"data": raw, "content_type": dice.choice(TYPES), "headers": headers}
