"""The forms for people's own spreadsheets."""

import base64

from werkzeug.datastructures import FileStorage
from werkzeug.utils import secure_filename

from mentorship.foundation.forms import (
    BooleanField,
    FileField,
    Form,
    HiddenField,
    RadioField,
    Required,
    SelectChoice,
    ValidationError,
)
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.matching.file_limits import LARGEST_UPLOAD
from mentorship.matching.people_files.plans import FileKind

TOO_LARGE = _l("This file is larger than 2 MB. Split it in two.")
GOT_LOST = _l("The file got lost on the way. Choose it again.")
KINDS = {
    FileKind.MENTORS: _l("Mentors"),
    FileKind.MENTEES: _l("Young people who wait"),
}


class UploadForm(Form):
    """A spreadsheet to look at."""

    kind = RadioField(
        _l("Who are in it?"),
        [Required(_l("Choose who are in the file."))],
        choices=[SelectChoice(kind.value, label) for kind, label in KINDS.items()],
    )
    file = FileField(
        _l("File"),
        [Required(_l("Choose a file."))],
        description=_l(
            "CSV or XLSX, at most 2 MB, with the names of the columns in the first row."
        ),
    )
    content: bytes = b""

    def validate_file(self, field: FileField) -> None:
        sent = field.data
        if not isinstance(sent, FileStorage) or not sent.filename:
            raise ValidationError(_("Choose a file."))
        self.content = sent.stream.read(LARGEST_UPLOAD + 1)
        if len(self.content) > LARGEST_UPLOAD:
            raise ValidationError(TOO_LARGE)

    @property
    def file_kind(self) -> FileKind:
        return FileKind(self.kind.data)

    @property
    def uploaded(self) -> tuple[str, bytes]:
        return plain_name(self.file.data.filename), self.content


class WriteForm(Form):
    """The file that was looked at, on its way back: nothing of it is kept in between."""

    kind = HiddenField()
    name = HiddenField()
    content = HiddenField()
    seen = HiddenField()
    has_consent = BooleanField(
        _l("Everybody in this file agreed on paper to take part, on the day in the column")
    )

    decoded: bytes = b""

    def validate_kind(self, field: HiddenField) -> None:
        if field.data not in list(FileKind):
            raise ValidationError(GOT_LOST)

    def validate_content(self, field: HiddenField) -> None:
        try:
            self.decoded = base64.b64decode(field.data or "", validate=True)
        except ValueError as broken:
            raise ValidationError(GOT_LOST) from broken
        if len(self.decoded) > LARGEST_UPLOAD:
            raise ValidationError(TOO_LARGE)

    @property
    def file_kind(self) -> FileKind:
        return FileKind(self.kind.data)

    @property
    def brought(self) -> tuple[str, bytes]:
        return plain_name(self.name.data), self.decoded

    def carry(self, kind: FileKind, name: str, content: bytes) -> None:
        self.kind.data, self.name.data = kind.value, name
        self.content.data = base64.b64encode(content).decode()


def plain_name(name: str | None) -> str:
    """Without anything but letters and figures."""
    return secure_filename(name or "") or "bestand"
