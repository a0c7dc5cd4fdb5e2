"""Builds a whole bundle: every file, the list of them, the signature, and the zip around it."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mentorship.evaluation.package import json_files, pages, papers
from mentorship.evaluation.package.archive import packed
from mentorship.evaluation.package.content import Content
from mentorship.evaluation.package.csv_files import table_csv
from mentorship.evaluation.package.formats import CSV, PARQUET, SAV, WORKBOOK
from mentorship.evaluation.package.manifest import MANIFEST, SIGNATURE, manifest, signature
from mentorship.evaluation.package.parquet_files import table_parquet
from mentorship.evaluation.package.resources import (
    CONTEXT,
    TOTALS,
    Resource,
    resources_of,
)
from mentorship.evaluation.package.spss_files import table_sav
from mentorship.evaluation.package.workbook import workbook
from mentorship.foundation.documents import Embedded

# What writes the files: another version of one of these may give other bytes for the same tables.
_LIBRARIES = ("arro3-io", "pyreadstat", "weasyprint", "xlsxwriter")


def files_of(content: Content) -> dict[str, bytes]:
    """By path; the same content gives the same bytes. Raises `PdfUnavailable`."""
    resources = resources_of(content)
    files = _tables(content, resources)
    return files | {
        json_files.DATA_PACKAGE: json_files.data_package(content, resources, files),
        json_files.DISCLOSURE: json_files.disclosure(content),
        pages.CODEBOOK: pages.codebook(content),
        pages.REPORT: pages.report(content, _data_of(content, resources, files)),
        papers.METHODS: papers.methods(content),
        papers.TERMS: papers.terms(content),
        papers.README: papers.readme(content),
    }


def _tables(content: Content, resources: Sequence[Resource]) -> dict[str, bytes]:
    """Every table in every format."""
    files = {WORKBOOK: workbook(content, resources)}
    for one in resources:
        files[one.path(CSV.ending)] = table_csv(one)
        files[one.path(PARQUET.ending)] = table_parquet(one)
        files[one.path(SAV.ending)] = table_sav(one, content.language, content.terms.released_on)
    return files


def _data_of(
    content: Content, resources: Sequence[Resource], files: Mapping[str, bytes]
) -> list[Embedded]:
    """The tables that the report shows, so that it can be read by a program when it is alone.

    Of every other file it holds nothing: a report is passed on more easily than a bundle.
    """
    shown = {TOTALS, CONTEXT, *(one.id for one, _table in content.tables)}
    shown |= {one.id for one, _table in content.crossed_tables}
    return [
        Embedded(
            f"{one.name}.{CSV.ending}",
            one.title.said_in(content.language),
            files[one.path(CSV.ending)],
            content.terms.released_on,
        )
        for one in resources
        if one.name in shown
    ]


def bundle(content: Content, key: Ed25519PrivateKey) -> bytes:
    return signed(content, files_of(content), key)


def signed(content: Content, files: dict[str, bytes], key: Ed25519PrivateKey) -> bytes:
    listed = manifest(_facts(content), files)
    return packed(files | {MANIFEST: listed, SIGNATURE: signature(listed, key)})


def _facts(content: Content) -> dict[str, object]:
    return {
        "bundle": str(content.id),
        "released_on": content.terms.released_on.isoformat(),
        "software": {
            "name": "mentorship",
            "version": content.version,
            "libraries": {name: version(name) for name in _LIBRARIES},
        },
        "settings": dict(content.settings),
        "data_fingerprint": content.fingerprint,
        "earlier_releases": [
            {
                "bundle": str(one.id),
                "released_on": one.released_on.isoformat(),
                "sha256": one.sha256,
            }
            for one in content.earlier
        ],
    }
