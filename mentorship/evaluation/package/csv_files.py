"""The tables as CSV: UTF-8, ISO dates, a missing cell empty, lines ending as RFC 4180 says."""

import csv
import io

from mentorship.evaluation.package.resources import Resource


def table_csv(resource: Resource) -> bytes:
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(column.name for column in resource.columns)
    # A day says itself in ISO 8601, None is an empty cell.
    writer.writerows(resource.rows)
    return sheet.getvalue().encode()
