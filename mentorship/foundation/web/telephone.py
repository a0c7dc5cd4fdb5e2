"""Makes telephone numbers in a text into links that a phone can call."""

import re

from flask import Flask
from markupsafe import Markup, escape

# One blank, hyphen or dot may stand between two figures, so that two numbers never become one.
_S = r"[ \u00a0.-]?"


def _figures(count: int) -> str:
    return rf"(?:{_S}\d){{{count}}}"


_ABROAD = rf"(?:\+|00)31{_S}(?:\(0\){_S})?[1-9]{_figures(8)}"
# Free and paid numbers have four figures or seven behind the first four.
_SERVICE = rf"0(?:800|90[069]){_S}(?:\d{{3}}{_S}\d\d{_S}\d\d|\d\d{_S}\d\d)"
_NATIONAL = rf"(?!0800|090[069])0{_S}[1-9]{_figures(8)}"
_BRACKETED = "|".join(rf"\(0[1-9]\d{{{n}}}\){_figures(8 - n)}" for n in range(3))
# Among other words it may be a number of a house, which mustn't call for help.
_EMERGENCY = r"(?:(?<=\bbel )|(?<=\bcall )|(?<!.))112(?=\s*$|\s*[.,;!])"
_DATE = r"(?!\d\d?[-./]\d\d?[-./](?:19|20)\d\d(?!\d))"
_NUMBER = re.compile(
    rf"(?<![\w+@])(?<!\d[-.,:]){_DATE}"
    rf"(?:{_ABROAD}|{_SERVICE}|{_NATIONAL}|{_BRACKETED}|{_EMERGENCY})(?![\w@]|[-.,:]\d)",
    re.IGNORECASE | re.ASCII,
)


def install_telephone(app: Flask) -> None:
    app.jinja_env.filters["phone_links"] = phone_links


def phone_links(text: str | None) -> Markup:
    """The text, safe to show, with every Dutch number in it as a link; others stay as they are."""
    plain = text or ""
    found, at = Markup(), 0
    for number in _NUMBER.finditer(plain):
        called = re.sub(r"[^\d+]", "", number[0].replace("(0)", ""))
        found += escape(plain[at : number.start()]) + _LINK.format(called, number[0])
        at = number.end()
    return found + escape(plain[at:])


_LINK = Markup('<a class="utrecht-link utrecht-link--html-a" href="tel:{}">{}</a>')
