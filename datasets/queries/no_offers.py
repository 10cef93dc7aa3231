"""Why some findings have no answer with one click; a test holds that each has one or stands here."""

from __future__ import annotations

from datasets.vocab import FindingCode as F

_ANOTHER_FILE = "Nothing of the file can be read, so there is nothing to mend in it: another one must come."
_TOLD = "Put right already, or done as asked: told so that it can be seen, and nothing is left to answer."
_LIST = "A repair asked for: it is taken back in the list of repairs, where the others stand beside it."
_ASKED = "The page asks it as a question, with every answer as a choice."
_WHICH = "Several cells owe each other something: which of them is wrong, only their writer knows."
_EXPLAIN = "May well be right. What is wanted is a sentence to walidata, in the note beside the button."

#: Code → the reason.
WITHOUT_OFFER: dict[F, str] = {
    **dict.fromkeys(
        (
            *(F.EMPTY_FILE, F.NO_ROWS, F.NO_TABLE, F.IS_PDF, F.IS_IMAGE, F.IS_HTML, F.IS_DOCUMENT),
            *(F.IS_PARQUET, F.IS_BINARY, F.ENCRYPTED, F.DAMAGED, F.ARCHIVE_BOMB, F.ARCHIVE_CONTENT),
            *(F.XML_ENTITIES, F.TOO_MANY_CELLS, F.TOO_MANY_COLUMNS, F.TOO_MANY_ROWS, F.FIELD_TOO_LONG),
            *(F.UNCLOSED_QUOTE, F.JSON_INVALID, F.JSON_NOT_RECORDS, F.OUT_OF_MEMORY, F.OUT_OF_TIME),
            F.READER_CRASHED,
        ),
        _ANOTHER_FILE,
    ),
    **dict.fromkeys(
        (
            *(F.NAMED_OTHERWISE, F.ENCODING_CONVERTED, F.NUL_REMOVED, F.TITLE_ROWS, F.HEADER_JOINED),
            *(F.HEADER_RENAMED, F.NUMBER_ROW, F.NOTE_ROWS, F.SIGNATURE_ROWS, F.BLANK_ROWS),
            *(F.REPEATED_HEADER, F.PERIODS_FOLDED, F.LABELS_FILLED, F.NUMBER_STYLE, F.NUMBER_DECORATED),
            *(F.CODE_WAS_NUMBER, F.MISSING_MARK, F.STATUS_MARK, F.DATE_CONVERTED, F.VALUE_CONVERTED),
            *(F.SPACES_TRIMMED, F.CODE_ALIAS, F.REPAIR_UNNEEDED),
        ),
        _TOLD,
    ),
    **dict.fromkeys(
        (
            *(F.CELLS_REPAIRED, F.HEADER_REPAIRED, F.COLUMN_DROPPED, F.ROWS_DROPPED),
            *(F.COLUMN_MASKED, F.TEXT_MASKED),
        ),
        _LIST,
    ),
    **dict.fromkeys(
        (
            *(
                F.SHEET_CHOSEN,
                F.TABLES_SEVERAL,
                F.TABLES_BESIDE,
                F.HEADER_UNCERTAIN,
                F.MERGED_BODY,
                F.PERIOD_COLUMNS,
            ),
            *(F.NUMBER_AMBIGUOUS, F.DASH_MISSING),
        ),
        _ASKED,
    ),
    **dict.fromkeys((F.ORDER_BROKEN, F.SUM_DIFFERS, F.REQUIRED_WITH), _WHICH),
    **dict.fromkeys((F.TOTAL_DIFFERS, F.ROW_TOTAL_DIFFERS), _WHICH),
    **dict.fromkeys((F.VALUE_JUMP, F.TOTAL_JUMP, F.UNIT_CHANGED_SINCE, F.PERIOD_GAP), _EXPLAIN),
    F.HTML_READ: "A web page saved as a workbook was read whole: no other reading would be better.",
    F.ENCODING_UNCERTAIN: "The bytes fit several alphabets: which was meant, its own program shows.",
    F.RAGGED_ROW: "A record has a field too many or too few: where it broke is not in the file.",
    F.SHEETS_HIDDEN: "A hidden sheet is not read; which sheet is, the question about sheets settles.",
    F.ROWS_HIDDEN: "Hidden rows are read: a filter hides rows that count as often as others.",
    F.COLUMNS_HIDDEN: "Hidden columns are read; one that nobody wants is left out as a new column is.",
    F.HEADER_NONE: "Only the sender can give a table headers; the names it was given are told.",
    F.NUMBER_ROUNDED: "The digits behind the fifteenth are lost in the file: no reading brings them back.",
    F.DATE_AMBIGUOUS: "Every date fits both orders, and day first is the custom (DOMAIN 7 no. 19).",
    F.DATES_MIXED: "Dates in several orders have no one reading: the doubtful ones are written anew.",
    F.COORDINATES_OUTSIDE: "Positions beyond the earth are exported wrongly as a whole, not in single cells.",
    F.UNITS_MIXED: "To turn tons into kilograms changes figures: that is for their owner to do.",
    F.UNIT_CHANGED: "Either the figures are to change or the dictionary: that is the office's to say.",
    F.PERIOD_MISSING: "The period is given with the file; one of several years its owner must split.",
    F.PERIOD_COVERED: "A whole year is live: its file must come again, whole, not this part of it.",
    F.PERSONAL_HINT: "An office's own number or address may stand open; told so that somebody looks.",
}
