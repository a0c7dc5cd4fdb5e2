"""Amounts that a mentor fills in: euros and whole numbers, each saying which of them is wrong."""

import re
from collections.abc import Sequence
from typing import Any

from mentorship.foundation.forms import IntegerField, Optional, StringField
from mentorship.foundation.i18n import format_number
from mentorship.foundation.i18n import gettext as _
from mentorship.trajectories.sessions.models import MOST_CENTS

_EUROS = re.compile(r"(\d{1,5})(?:[.,](\d{1,2}))?", re.ASCII)


class EuroField(StringField):  # type: ignore[misc]
    """Typed in euros, `12,50` as well; its data is whole cents."""

    holds_text = False

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = valuelist[0].strip().removeprefix("€").strip() if valuelist else ""
        self.data = self._cents() if self.typed else None

    @property
    def wrong(self) -> str:
        most = format_number(MOST_CENTS // 100)
        return _("Fill in euros, like 12,50. At most %(most)s.", most=most)

    def _cents(self) -> int:
        found = _EUROS.fullmatch(self.typed)
        cents = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else None
        if cents is None or cents > MOST_CENTS:
            raise ValueError(self.wrong)
        return cents

    def _value(self) -> str:
        if self.raw_data:
            return self.typed if hasattr(self, "typed") else str(self.raw_data[0])
        return f"{self.data // 100},{self.data % 100:02d}" if self.data is not None else ""


class AmountField(IntegerField):  # type: ignore[misc]
    """A whole number from `least` to `most`, or nothing."""

    errors: Sequence[str]

    def __init__(self, label: Any, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(label, [Optional()], **kwargs)
        self.least, self.most = least, most

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(self.wrong) from None

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if self.data is not None and not self.least <= self.data <= self.most:
            self.errors = [*self.errors, self.wrong]

    @property
    def wrong(self) -> str:
        """In the list of what is wrong it stands without its field, so it names it."""
        return _("%(what)s: fill in a whole number from %(least)s to %(most)s.",
                 what=self.label.text, least=self.least, most=format_number(self.most))  # fmt: skip
