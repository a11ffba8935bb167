"""Refusals, in every shape in which they come."""

from tests.oneroster.deviations_around import Before, Call, Deviation, Reply

SAID = "Not for this application"
STATUS = {"imsx_codeMajor": "failure", "imsx_severity": "error", "imsx_description": SAID}
IN_1P2 = (
    f'{{"imsx_codeMajor": "failure", "imsx_severity": "error", "imsx_description": "{SAID}", "imsx_CodeMinor":'
    ' {"imsx_codeMinorField": [{"imsx_codeMinorFieldName": "TargetEndSystem",'
    ' "imsx_codeMinorFieldValue": "forbidden"}]}}'
)
BODIES = {
    "1p1": ("the body of 1.1", f'{{"statusInfoSet": [{{"imsx_codeMajor": "failure", "imsx_description": "{SAID}"}}]}}'),
    "1p1-capital": ("a capital `StatusInfoSet`", f'{{"StatusInfoSet": [{{"imsx_description": "{SAID}"}}]}}'),
    "1p2": ("the body of 1.2", IN_1P2),
    "1p2-wrapped": ("the body of 1.2 inside `imsx_StatusInfo`", f'{{"imsx_StatusInfo": {IN_1P2}}}'),
    "1p2-wrapped-small": ("the body of 1.2 inside `imsx_statusInfo`", f'{{"imsx_statusInfo": {IN_1P2}}}'),
    "1p0": ("the body of 1.0, `errors`", f'{{"errors": [{{"codeMajor": "failure", "description": "{SAID}"}}]}}'),
    "bare": ("a bare object without prefixes", f'{{"codeMajor": "failure", "description": "{SAID}"}}'),
    "oauth": ("OAuth's `error_description`", f'{{"error": "access_denied", "error_description": "{SAID}"}}'),
    "message": ("a `message`", f'{{"message": "{SAID}"}}'),
    "code-as-text": ("a minor code that is a text", f'{{"imsx_codeMinor": "{SAID}"}}'),
    "code-small": (
        "a minor code under `imsx_codeMinor`",
        f'{{"imsx_codeMinor": {{"imsx_codeMinorField": [{{"imsx_codeMinorFieldValue": "{SAID}"}}]}}}}',
    ),
}
SILENT = {
    "page": ("a web page", "<html><body>Forbidden</body></html>"),
    "text": ("plain text", "Forbidden"),
    "blank": ("one blank", " "),
    "nothing": ("nothing", ""),
}


def refuse(name: str, status: int, body: str) -> Before:
    def before(call: Call) -> Reply | None:
        return Reply(status, body.encode()) if call.name == name else None

    return before


ERRORS = (
    *(
        Deviation(
            name=f"refused-{name}",
            what=f"A list is refused with 403 and {what}.",
            expected="incomplete",
            words=f"“{SAID}”",
            before=refuse("classes", 403, body),
            also=(),
        )
        for name, (what, body) in BODIES.items()
    ),
    *(
        Deviation(
            name=f"refused-{name}",
            what=f"A list is refused with 403 and {what}.",
            expected="incomplete",
            words="This key may not read that (HTTP 403).",
            before=refuse("classes", 403, body),
            also=(),
        )
        for name, (what, body) in SILENT.items()
    ),
    Deviation(
        name="absent-list",
        what="A list that every service has is not there (404).",
        expected="incomplete",
        torn=("courses",),
        words="HTTP 404",
        before=refuse("courses", 404, ""),
    ),
    *(
        Deviation(
            name=f"optional-list-{status}",
            what=f"A list that was asked for besides is answered with {status}; that is told, the rest is complete.",
            refused=("results",),
            words=f"HTTP {status}",
            before=refuse("results", status, ""),
        )
        for status in (401, 403, 404)
    ),
    Deviation(
        name="broken-list",
        what="A list is answered with 500, however often it is asked for.",
        expected="incomplete",
        words="500",
        before=refuse("classes", 500, "<h1>Server Error</h1>"),
    ),
)
