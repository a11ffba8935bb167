"""PKG: the files of a bundle, as its reader found them."""

from rosterdesk.checks.rule import Rule, Severity


def _rule(
    number: int, title: str, severity: Severity, why: str, fix: str, *, starred: bool = False, of_package: bool = False
) -> Rule:
    return Rule(
        id=f"PKG-{number:02}",
        severity=severity,
        starred=starred,
        title=title,
        why=why,
        fix=f"In the export of the student information system, {fix}",
        of_files=True,
        of_package=of_package,
    )


_STRICT = "Strict programs refuse the whole bundle."

RULES = (
    _rule(
        *(1, "Manifest missing", "error"),
        f"The manifest says which files there are and how to read them. {_STRICT}",
        "put manifest.csv beside the other files, at the top of the zip.",
        starred=True,
        of_package=True,
    ),
    _rule(
        *(2, "Manifest version", "error"),
        "Programs choose by the versions how to read the rest.",
        "set manifest.version to 1.0 and oneroster.version to 1.1 or 1.2.",
        of_package=True,
    ),
    _rule(
        *(3, "Manifest and files disagree", "error"),
        f"Nobody can tell whether a file was forgotten. {_STRICT}",
        "declare exactly the files that are in the bundle.",
        starred=True,
        of_package=True,
    ),
    _rule(
        *(4, "Bad line in the manifest", "error"),
        "A file whose mode is unknown may be read as a whole list, and what is not in it deleted.",
        "declare each file once, as bulk, delta or absent.",
        of_package=True,
    ),
    _rule(
        *(5, "Header problem", "error"),
        "Programs find the values of a column by its header.",
        "write the headers as the standard has them: the same words, capitals and order.",
        starred=True,
    ),
    _rule(
        *(6, "Row width", "error"),
        "From the missing cell on, values stand under the wrong header.",
        "write as many cells as there are headers, and quote cells that have a comma.",
        starred=True,
    ),
    _rule(
        *(7, "Encoding", "error"),
        "Names with accents are garbled, or the file is refused.",
        "save the files as UTF-8 without a byte order mark.",
    ),
    _rule(
        *(8, "Line break or list that CSV cannot say", "warning"),
        "Simple readers take one row for two.",
        "take line breaks and commas out of the field.",
    ),
    _rule(
        *(9, "Bulk row carries status", "error"),
        "In a bulk file every row is active; a status there contradicts that.",
        "leave status and dateLastModified blank, or declare the file as delta.",
    ),
    _rule(
        *(10, "Delta row lacks status", "error"),
        "Without it nobody knows whether the record changed or went.",
        "fill status and dateLastModified, or declare the file as bulk.",
    ),
    _rule(
        *(11, "Foreign or unsafe entry", "error"),
        "Programs skip what they do not know, and refuse a zip that could write elsewhere.",
        "put only the files of the standard into the zip, none of them in a folder.",
        of_package=True,
    ),
    _rule(
        *(12, "Empty file", "warning"),
        "A bulk file without rows deletes all that was there before.",
        "export the rows, or leave the file out and declare it absent.",
    ),
    _rule(
        *(13, "Rows without their record", "error"),
        "What a row adds to a person, class or result is lost with it.",
        "add the record, or leave the row out.",
    ),
)
