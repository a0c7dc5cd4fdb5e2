"""Fields for a day: it is typed as people write one, and what was typed stays in the input."""

from datetime import date
from typing import Any

from wtforms import StringField

from mentorship.foundation.i18n import check_year, format_date, read_day
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.near_days import read_near_day

Text = Any  # a str or a LazyText; WTForms has no types


class DutchDateField(StringField):  # type: ignore[misc]
    """A day written as dd-mm-yyyy; its data is a date, and what was typed stays in the input."""

    holds_text = False

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = valuelist[0].strip() if valuelist else ""
        self.data = read_day(self.typed) if self.typed else None

    @property
    def day(self) -> date:
        """Of a required field that was found in order."""
        assert self.data is not None  # noqa: S101
        return self.data

    def _value(self) -> str:
        if self.raw_data:
            return self.typed if hasattr(self, "typed") else str(self.raw_data[0])
        return format_date(self.data) if self.data else ""


class NearDateField(DutchDateField):
    """A day close by: also as 25-11, 2511 or “yesterday”, seen from the `today` of the form's meta.

    `is_past` says in which direction a day without a year is looked for.
    """

    def __init__(self, label: Text, checks: list[Any], *, is_past: bool, **kwargs: Any) -> None:
        super().__init__(label, checks, **kwargs)
        self.is_past = is_past

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = valuelist[0].strip() if valuelist else ""
        self.data = self._read() if self.typed else None

    def _read(self) -> date:
        today: date | None = getattr(self.meta, "today", None)
        try:
            near = read_near_day(self.typed, today, is_past=self.is_past) if today else None
        except ValueError:
            raise ValueError(_("This date doesn't exist. Check the day and the month.")) from None
        return check_year(near) if near else read_day(self.typed)

    def write_out(self) -> None:
        """What was typed some days ago, for who reads it now: “yesterday” is another day now."""
        if self.data:
            self.typed = format_date(self.data)
