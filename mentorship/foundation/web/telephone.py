"""Makes telephone numbers in a text into links that a phone can call."""

import re

from flask import Flask
from markupsafe import Markup, escape

# Nine to fifteen figures from a 0 or a +, written with blanks, hyphens, dots or brackets.
_NUMBER = re.compile(r"(?<![\w+])(?:\+|\(?0)[\d() .-]{7,20}\d(?!\w)")
_FEWEST, _MOST = 9, 15


def install_telephone(app: Flask) -> None:
    app.jinja_env.filters["phone_links"] = phone_links


def phone_links(text: str | None) -> Markup:
    """The text, safe to show, with every number in it as a link."""
    found, at = Markup(), 0
    for number in _NUMBER.finditer(text or ""):
        figures = re.sub(r"\D", "", number[0].replace("(0)", ""))
        if not _FEWEST <= len(figures) <= _MOST:
            continue
        plus = "+" if number[0].startswith("+") else ""
        found += escape((text or "")[at : number.start()]) + _LINK.format(plus + figures, number[0])
        at = number.end()
    return found + escape((text or "")[at:])


_LINK = Markup('<a class="utrecht-link utrecht-link--html-a" href="tel:{}">{}</a>')
