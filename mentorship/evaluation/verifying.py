"""What `mentorship bundle verify` says on the screen."""

from collections.abc import Iterable
from pathlib import Path

import click

from mentorship.evaluation.cli import NOT_WHOLE, UNUSABLE, WHOLE
from mentorship.evaluation.package.archive import LARGEST, ArchiveUnusable
from mentorship.evaluation.package.checking import Checked, Finding, Problem, check
from mentorship.evaluation.package.manifest import KeyUnusable, fingerprint, read_public_key
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.i18n import ngettext, speaking

_WORDS = {
    Problem.DAMAGED: _l("%(file)s: damaged, the zip can't give it back as it was."),
    Problem.MISSING: _l("%(file)s: missing."),
    Problem.EXTRA: _l("%(file)s: does not belong in this bundle."),
    Problem.CHANGED: _l("%(file)s: changed since it was signed."),
    Problem.SIGNATURE: _l("%(file)s: is no valid signature."),
    Problem.OTHER_KEY: _l("%(file)s: signed with another key than the one you gave."),
    Problem.MANIFEST: _l("%(file)s: is no list of files of a bundle."),
    Problem.DATA_PACKAGE: _l("%(file)s: not as the data package says."),
}


def run(file: Path, key_file: Path | None, language: str) -> int:
    """The exit status."""
    with speaking(language):
        try:
            key = read_public_key(key_file.read_bytes()) if key_file else None
            checked = check(_content(file), key)
        except (ArchiveUnusable, KeyUnusable, OSError) as unusable:
            click.echo(_why(unusable, file, key_file), err=True)
            return UNUSABLE
        _tell(checked)
        return WHOLE if checked.is_whole else NOT_WHOLE


def _content(file: Path) -> bytes:
    with file.open("rb") as stream:
        content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ArchiveUnusable
    return content


def _why(unusable: Exception, file: Path, key_file: Path | None) -> str:
    if isinstance(unusable, KeyUnusable):
        return _("%(file)s is no public key of ours.", file=key_file)
    if isinstance(unusable, OSError):
        return _("%(file)s can't be read.", file=unusable.filename)
    return _("%(file)s is no bundle. Is it damaged? Then download it again.", file=file)


def _tell(checked: Checked) -> None:
    for line in lines_of(checked.findings):
        click.echo(line, err=True)
    if checked.public_key is not None:
        click.echo(_("Fingerprint of the key: %(key)s", key=fingerprint(checked.public_key)))
    if not checked.is_whole:
        click.echo(_("This bundle is not as it was released. Do not use it."), err=True)
        return
    click.echo(
        ngettext(
            "This bundle is whole: %(num)d file, as it was signed.",
            "This bundle is whole: %(num)d files, as they were signed.",
            checked.files,
        )
    )
    if not checked.is_key_given:
        click.echo(
            _(
                "Who signed it was not checked. Compare the fingerprint with the one on the page "
                "of the bundle, or give the key with --public-key."
            )
        )


def lines_of(findings: Iterable[Finding]) -> list[str]:
    return [
        _("The zip around the files is not the one that was made.")
        if found.file is None
        else _WORDS[found.problem] % {"file": found.file}
        for found in findings
    ]
