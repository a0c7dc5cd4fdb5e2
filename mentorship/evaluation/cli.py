"""`mentorship bundle`: what a stranger needs to check a bundle; loads no pages and no database."""

import sys
from pathlib import Path

import click

WHOLE, NOT_WHOLE, UNUSABLE = 0, 1, 2


@click.group()
def bundle() -> None:
    """Bundles for evaluation: check one, show the key that they are signed with."""


@bundle.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--public-key",
    "key_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The public key of the programme (PEM). Without it nobody knows who signed.",
)
@click.option(
    "--language",
    type=click.Choice(["nl", "en"]),
    default="nl",
    show_default=True,
    help="Language of the answer.",
)
def verify(file: Path, key_file: Path | None, language: str) -> None:
    """Check the signature, every file and the tables of a bundle.

    Exit status: 0 whole, 1 something differs, 2 the file can't be read.
    """
    # Loaded late, so that --help answers at once.
    from mentorship.evaluation.verifying import run  # noqa: PLC0415

    sys.exit(run(file, key_file, language))


@bundle.command("public-key")
def public_key() -> None:
    """Show the public key that bundles are signed with, and its fingerprint."""
    from mentorship.evaluation.signing import show_public_key  # noqa: PLC0415

    show_public_key()
