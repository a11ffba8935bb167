"""What a service says when it refuses."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rosterdesk.errors import ServiceRefusedError
from rosterdesk.oneroster import refusals

V1P1 = {
    "imsx_codeMajor": "failure",
    "imsx_severity": "error",
    "imsx_description": "no such org",
    "imsx_codeMinor": "unknown object",
}
V1P2 = {
    "imsx_codeMajor": "failure",
    "imsx_severity": "error",
    "imsx_description": "no such org",
    "imsx_CodeMinor": {
        "imsx_codeMinorField": [
            {"imsx_codeMinorFieldName": "TargetEndSystem", "imsx_codeMinorFieldValue": "unknownobject"}
        ]
    },
}
BODIES: list[tuple[Any, str, str]] = [
    ({"statusInfoSet": [V1P1]}, "no such org", "unknown object"),
    ({"StatusInfoSet": [V1P1]}, "no such org", "unknown object"),
    (V1P2, "no such org", "unknownobject"),
    ({"imsx_StatusInfo": V1P2}, "no such org", "unknownobject"),
    ({"imsx_statusInfo": V1P2}, "no such org", "unknownobject"),
    ({"errors": [{"codeMajor": "failure", "codeMinor": "x", "severity": "error", "description": "d"}]}, "d", "x"),
    ({"codeMajor": "failure", "severity": "error", "description": "d", "codeMinor": "x"}, "d", "x"),
    ({"error": "invalid_scope", "error_description": "d"}, "d", "invalid_scope"),
    ({"error": "invalid_client"}, "invalid_client", "invalid_client"),
    ({"message": "Forbidden"}, "Forbidden", ""),
    ({"Message": "Forbidden"}, "Forbidden", ""),
    ({"IMSX_StatusInfo": {"imsx_Description": "d", "imsx_codeMinor": {"imsx_codeMinorField": []}}}, "d", ""),
    ({"description": "d", "imsx_codeMinor": {"imsx_codeMinorField": {"imsx_codeMinorFieldValue": "x"}}}, "d", "x"),
    ({"error": {"message": "deep"}}, "deep", ""),
    ([{"message": "in a list"}], "in a list", ""),
    ({"imsx_codeMinor": "only a code"}, "only a code", "only a code"),
    ({"message": 7, "description": ["x"]}, "", ""),
    (None, "", ""),
]


@pytest.mark.parametrize(("body", "description", "code"), BODIES)
def test_every_shape_of_error_body_is_read(body: Any, description: str, code: str) -> None:
    sent = json.dumps(body).encode()
    assert refusals.description(sent) == description
    assert refusals.code(sent) == code


@pytest.mark.parametrize("body", [b"", b" ", b"<html>Sign in</html>", b"Bad Request", b"\xff\xfe", b"[" * 100_000])
def test_a_body_without_words_says_nothing(body: bytes) -> None:
    assert refusals.description(body) == ""
    assert not refusals.is_failure(body)


def test_words_are_cleaned_and_capped() -> None:
    body = json.dumps({"message": "a\x07b\r\nc\u202e<b>d</b>" + "x" * 1000}).encode()
    said = refusals.description(body)
    assert said.startswith("a b c b d /b")
    assert len(said) == refusals.LONGEST


def test_a_secret_that_the_service_echoes_is_cut_off() -> None:
    error = ServiceRefusedError("No: “bad secret hunter2hunter2 given”.", status=401)
    refusals.discreet(error, ["", "hunter2hunter2"])
    assert str(error) == "No: “bad secret …”."
    assert "hunter2" not in repr(error)


def test_a_short_secret_does_not_eat_our_own_words() -> None:
    error = ServiceRefusedError("The service refused.", status=401)
    refusals.discreet(error, ["e"])
    assert str(error) == "The service refused."


words = st.sampled_from([*refusals.WORDS, *refusals.CODES, *refusals.WRAPPERS, "imsx_codeMinorField", "other"])
anything = st.recursive(
    st.none() | st.integers() | st.text(max_size=10) | st.sampled_from(["error", "failure", "x" * 500]),
    lambda kids: st.lists(kids, max_size=3) | st.dictionaries(words, kids, max_size=3),
    max_leaves=8,
)


@given(anything)
@settings(max_examples=60)
def test_any_body_is_one_short_line(body: Any) -> None:
    said = refusals.description(json.dumps(body).encode())
    assert len(said) <= refusals.LONGEST
    assert "\n" not in said
