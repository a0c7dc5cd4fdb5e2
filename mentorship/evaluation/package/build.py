"""Builds a whole bundle: every file, the list of them, the signature, and the zip around it."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mentorship.evaluation.package import csv_files, json_files, pages, papers
from mentorship.evaluation.package.archive import packed
from mentorship.evaluation.package.content import Content
from mentorship.evaluation.package.manifest import MANIFEST, SIGNATURE, manifest, signature


def files_of(content: Content) -> dict[str, bytes]:
    """By path; the same content gives the same bytes. Raises `PdfUnavailable`."""
    files = {csv_files.path_of(table): csv_files.table_csv(table) for _, table in content.tables}
    if content.totals:
        files[csv_files.TOTALS] = csv_files.totals_csv(content)
    if content.changes:
        files[csv_files.CONTEXT] = csv_files.context_csv(content)
    files[csv_files.CODEBOOK] = csv_files.codebook_csv(content)
    return files | {
        json_files.DATA_PACKAGE: json_files.data_package(content, files),
        json_files.DISCLOSURE: json_files.disclosure(content),
        pages.CODEBOOK: pages.codebook(content),
        pages.REPORT: pages.report(content),
        papers.METHODS: papers.methods(content),
        papers.TERMS: papers.terms(content),
        papers.README: papers.readme(content),
    }


def bundle(content: Content, key: Ed25519PrivateKey) -> bytes:
    files = files_of(content)
    listed = manifest(_facts(content), files)
    return packed(files | {MANIFEST: listed, SIGNATURE: signature(listed, key)})


def _facts(content: Content) -> dict[str, object]:
    return {
        "bundle": str(content.id),
        "released_on": content.terms.released_on.isoformat(),
        "software": {"name": "mentorship", "version": content.version},
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
