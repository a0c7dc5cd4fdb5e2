"""In which formats the tables of a bundle are told, and for which program each of them is."""

from dataclasses import dataclass

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l

WORKBOOK = "tables.xlsx"


@dataclass(frozen=True, slots=True)
class Format:
    """`shown` is how its files are written of together, `programs` says who reads them."""

    ending: str
    media_type: str
    shown: str
    programs: LazyText


CSV = Format(
    "csv", "text/csv", "data/*.csv, codebook.csv",
    _l("R, Python and every other program; datapackage.json says what every column is."),
)  # fmt: skip
PARQUET = Format(
    "parquet", "application/vnd.apache.parquet", "data/*.parquet, codebook.parquet",
    _l("R (arrow, nanoparquet), Python (pandas, polars) and DuckDB; numbers and days have their "
       "types."),
)  # fmt: skip
SAV = Format(
    "sav", "application/x-spss-sav", "data/*.sav, codebook.sav",
    _l("SPSS, PSPP, jamovi, JASP and R (haven), with labels of variables and of codes. “count” is "
       "how many: for a frequency table, weight cases by it."),
)  # fmt: skip
XLSX = Format(
    "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", WORKBOOK,
    _l("Excel and LibreOffice: a sheet for each table; the first sheet says what they are."),
)  # fmt: skip
# From who only looks to who works with it.
FORMATS = (XLSX, CSV, SAV, PARQUET)
