"""What the columns of the tables are called, in both languages of a bundle."""

from dataclasses import dataclass

from mentorship.evaluation.tables import Words


@dataclass(frozen=True, slots=True)
class Column:
    """A field of Table Schema; `type` is `string`, `integer` or `date`."""

    name: str
    type: str
    title: Words
    description: Words


_LABEL_NL = Words("Naam (Nederlands)", "Label (Dutch)")
_LABEL_EN = Words("Naam (Engels)", "Label (English)")

TABLE_COLUMNS = (
    Column(
        "category", "string", Words("Groep", "Category"),
        Words(
            "Code van de groep; het codeboek zegt wat die betekent.",
            "Code of the group; the codebook says what it is.",
        ),
    ),
    Column(
        "label_nl", "string", _LABEL_NL,
        Words("Hoe de groep in het Nederlands heet.", "What the group is called in Dutch."),
    ),
    Column(
        "label_en", "string", _LABEL_EN,
        Words("Hoe de groep in het Engels heet.", "What the group is called in English."),
    ),
    Column(
        "count", "integer", Words("Aantal", "Count"),
        Words(
            "Hoeveel; leeg waar per definitie niemand kan zijn.",
            "How many; empty where nobody can be by definition.",
        ),
    ),
)  # fmt: skip
CROSSED_COLUMNS = (
    Column(
        "row", "string", Words("Rij", "Row"),
        Words("Code van de rij.", "Code of the row."),
    ),
    Column(
        "row_label_nl", "string", Words("Rij (Nederlands)", "Row (Dutch)"),
        Words("Hoe de rij in het Nederlands heet.", "What the row is called in Dutch."),
    ),
    Column(
        "row_label_en", "string", Words("Rij (Engels)", "Row (English)"),
        Words("Hoe de rij in het Engels heet.", "What the row is called in English."),
    ),
    Column(
        "column", "string", Words("Kolom", "Column"),
        Words("Code van de kolom.", "Code of the column."),
    ),
    Column(
        "column_label_nl", "string", Words("Kolom (Nederlands)", "Column (Dutch)"),
        Words("Hoe de kolom in het Nederlands heet.", "What the column is called in Dutch."),
    ),
    Column(
        "column_label_en", "string", Words("Kolom (Engels)", "Column (English)"),
        Words("Hoe de kolom in het Engels heet.", "What the column is called in English."),
    ),
    Column(
        "count", "integer", Words("Aantal", "Count"),
        Words("Hoeveel; leeg waar dat niet verteld is.", "How many; empty where that isn't told."),
    ),
    Column(
        "state", "string", Words("Verteld of niet", "Told or not"),
        Words(
            "told: verteld; hidden: verborgen, om welke reden dan ook; impossible: hier kan per "
            "definitie niemand zijn.",
            "told; hidden, whatever the reason; impossible: nobody can be here by definition.",
        ),
    ),
    Column(
        "row_total", "integer", Words("Hele rij", "Whole row"),
        Words("Hoeveel er in de hele rij zijn.", "How many there are in the whole row."),
    ),
    Column(
        "column_total", "integer", Words("Hele kolom", "Whole column"),
        Words("Hoeveel er in de hele kolom zijn.", "How many there are in the whole column."),
    ),
)  # fmt: skip
TOTAL_COLUMNS = (
    Column(
        "population", "string", Words("Populatie", "Population"),
        Words(
            "Welke tabellen dit totaal hebben, naar wat ze tellen.",
            "Which tables have this total, by what they count.",
        ),
    ),
    Column(
        "label_nl", "string", _LABEL_NL,
        Words("Wie of wat geteld is, in het Nederlands.", "Who or what is counted, in Dutch."),
    ),
    Column(
        "label_en", "string", _LABEL_EN,
        Words("Wie of wat geteld is, in het Engels.", "Who or what is counted, in English."),
    ),
    Column(
        "count", "integer", Words("Aantal", "Count"),
        Words("Hoeveel er in totaal zijn.", "How many there are in all."),
    ),
)  # fmt: skip
CONTEXT_COLUMNS = (
    Column(
        "day", "date", Words("Dag", "Day"),
        Words("Vanaf welke dag het zo was.", "From which day it was so."),
    ),
    Column(
        "kind", "string", Words("Soort", "Kind"),
        Words("Wat voor verandering het was.", "What kind of change it was."),
    ),
    Column(
        "change", "string", Words("Verandering", "Change"),
        Words(
            "Wat er veranderde, in de woorden van het programma.",
            "What changed, in the words of the programme.",
        ),
    ),
)  # fmt: skip
CODEBOOK_COLUMNS = (
    Column(
        "table", "string", Words("Tabel", "Table"),
        Words("Over welke tabel de regel gaat.", "Which table the line is about."),
    ),
    Column(
        "category", "string", Words("Groep", "Category"),
        Words(
            "Code van de groep, of * voor de tabel zelf.",
            "Code of the group, or * for the table itself.",
        ),
    ),
    Column(
        "name_nl", "string", Words("Naam (Nederlands)", "Name (Dutch)"),
        Words("De naam in het Nederlands.", "The name in Dutch."),
    ),
    Column(
        "name_en", "string", Words("Naam (Engels)", "Name (English)"),
        Words("De naam in het Engels.", "The name in English."),
    ),
    Column(
        "meaning_nl", "string", Words("Betekenis (Nederlands)", "Meaning (Dutch)"),
        Words("Wat er geteld is, in het Nederlands.", "What is counted, in Dutch."),
    ),
    Column(
        "meaning_en", "string", Words("Betekenis (Engels)", "Meaning (English)"),
        Words("Wat er geteld is, in het Engels.", "What is counted, in English."),
    ),
    Column(
        "level_nl", "string", Words("Detail (Nederlands)", "Level (Dutch)"),
        Words(
            "In welk detail de tabel verteld is, in het Nederlands.",
            "In which detail the table is told, in Dutch.",
        ),
    ),
    Column(
        "level_en", "string", Words("Detail (Engels)", "Level (English)"),
        Words("In welk detail, in het Engels.", "In which detail, in English."),
    ),
    Column(
        "total", "integer", Words("Samen", "Total"),
        Words("Alle groepen van de tabel samen.", "All groups of the table together."),
    ),
)  # fmt: skip
