"""Checks a bundle from the outside: signature, every hash, what is missing or extra, its tables."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mentorship.evaluation.package.archive import FileDamaged, packed, unpacked
from mentorship.evaluation.package.manifest import (
    FORMAT,
    MANIFEST,
    SIGNATURE,
    SignatureUnusable,
    Signed,
    read_signature,
)
from mentorship.evaluation.package.tabular import problem_of_package

_DATA_PACKAGE = "datapackage.json"
_PATH = re.compile(r"[a-z0-9_-]+(\.[a-z0-9]+)*(/[a-z0-9_-]+(\.[a-z0-9]+)*)*", re.ASCII)


class Problem(StrEnum):
    """What can be the matter with one file, or with all of them."""

    DAMAGED = "damaged"
    MISSING = "missing"
    EXTRA = "extra"
    CHANGED = "changed"
    SIGNATURE = "signature"
    OTHER_KEY = "other_key"
    MANIFEST = "manifest"
    DATA_PACKAGE = "data_package"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Finding:
    """`file` is the one that differs; none for the zip around them."""

    problem: Problem
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """`public_key` is the one that the signature was made with, when there is a whole one."""

    findings: tuple[Finding, ...]
    files: int
    public_key: bytes | None
    is_key_given: bool

    @property
    def is_whole(self) -> bool:
        return not self.findings


def check(archive: bytes, public_key: bytes | None = None) -> Checked:
    """Raises ArchiveUnusable for what is no bundle at all.

    Without a public key this proves that nothing changed since somebody signed, not who did.
    """
    try:
        files = unpacked(archive)
    except FileDamaged as damaged:
        finding = Finding(Problem.DAMAGED, damaged.path)
        return Checked((finding,), 0, None, public_key is not None)
    signed, findings = _signed(files, public_key)
    findings += list(_findings(files, signed))
    if not findings and packed(files) != archive:
        findings = [Finding(Problem.ARCHIVE)]
    key = signed.public_key if signed else None
    return Checked(tuple(findings), len(files), key, public_key is not None)


def _signed(
    files: dict[str, bytes], public_key: bytes | None
) -> tuple[Signed | None, list[Finding]]:
    if SIGNATURE not in files:
        return None, [Finding(Problem.MISSING, SIGNATURE)]
    try:
        signed = read_signature(files[SIGNATURE])
    except SignatureUnusable:
        return None, [Finding(Problem.SIGNATURE, SIGNATURE)]
    if public_key not in (None, signed.public_key):
        return signed, [Finding(Problem.OTHER_KEY, SIGNATURE)]
    return signed, []


def _findings(files: dict[str, bytes], signed: Signed | None) -> Iterator[Finding]:
    if MANIFEST not in files:
        yield Finding(Problem.MISSING, MANIFEST)
        return
    if signed is not None and _sha256(files[MANIFEST]) != signed.manifest_sha256:
        yield Finding(Problem.CHANGED, MANIFEST)
        return  # what it says about the others can't be believed
    listed = _listed(files[MANIFEST])
    if listed is None:
        yield Finding(Problem.MANIFEST, MANIFEST)
        return
    for path in sorted(files.keys() - listed.keys() - {MANIFEST, SIGNATURE}):
        yield Finding(Problem.EXTRA, path)
    changed = False
    for path, sha256 in sorted(listed.items()):
        if path not in files:
            yield Finding(Problem.MISSING, path)
        elif _sha256(files[path]) != sha256:
            changed = True
            yield Finding(Problem.CHANGED, path)
    if not changed:
        problem = problem_of_package(files, _DATA_PACKAGE)
        if problem is not None:
            yield Finding(Problem.DATA_PACKAGE, problem)


def _listed(manifest: bytes) -> dict[str, str] | None:
    """The hash of each file, or None for what can't be a list of ours."""
    try:
        plain: dict[str, Any] = json.loads(manifest)
        listed = {path: about["sha256"] for path, about in plain["files"].items()}
        is_ours = plain["format"] == FORMAT
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    well = all(_PATH.fullmatch(path) and isinstance(sha, str) for path, sha in listed.items())
    return listed if is_ours and well and listed else None


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
