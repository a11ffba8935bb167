"""Tokens that are given, worded and taken in other ways."""

from collections.abc import Callable
from typing import Any

from tests.oneroster.deviations_around import After, Before, Call, Deviation, Reply


def token(change: Callable[[dict[str, Any]], None]) -> After:
    """What the token address gives, changed."""

    def after(call: Call, reply: Reply) -> None:
        if call.name == "token" and reply.status == 200:
            members = reply.members
            change(members)
            reply.members = members

    return after


def without(*names: str) -> After:
    return token(lambda members: [members.pop(name) for name in names].clear())


def token_refusing(unless: Callable[[Call], bool], status: int, body: str) -> Before:
    def before(call: Call) -> Reply | None:
        return Reply(status, body.encode()) if call.name == "token" and not unless(call) else None

    return before


def exact_scheme(call: Call) -> Reply | None:
    right = call.name == "token" or call.headers.get("authorization", "").startswith("Bearer ")
    return None if right else Reply(401, b'{"message": "Unauthorized"}')


def expiring(call: Call) -> Reply | None:
    """The first token is worth nothing any more from the second page of users on."""
    shown = call.headers.get("authorization", "")
    if call.name == "users" and call.offset:
        call.memory.setdefault("expired", shown)
    return Reply(401) if shown and call.memory.get("expired") == shown else None


def cookie_given(call: Call, reply: Reply) -> None:
    if call.name == "token":
        reply.headers["set-cookie"] = "session=abc; Path=/; HttpOnly"


def cookie_wanted(call: Call) -> Reply | None:
    return None if call.name == "token" or "session=abc" in call.headers.get("cookie", "") else Reply(401)


def no_rights(call: Call) -> Reply | None:
    return Reply(401, b'{"message": "revoked"}') if call.name != "token" else None


ACCESS = (
    Deviation(
        name="token-type-small",
        demand=True,
        what="`token_type` says `bearer`, and only `Bearer` is accepted.",
        before=exact_scheme,
    ),
    Deviation(name="token-without-life", what="A token comes without `expires_in`.", after=without("expires_in")),
    Deviation(
        name="token-without-anything",
        what="A token comes alone: no type, no life, no scope.",
        after=without("expires_in", "scope", "token_type"),
    ),
    *(
        Deviation(
            name=f"token-life-{name}",
            what=f"`expires_in` is {what}.",
            after=token(lambda members, life=life: members.update(expires_in=life)),
        )
        for name, what, life in (("null", "null", None), ("text", "a text", "3600"), ("zero", "0", 0))
    ),
    Deviation(
        name="token-elsewhere",
        what="The token address sends on to another host (307); the secret does not go there.",
        expected="error",
        words="127.0.0.1 sends us on to 127.0.0.2",
        before=lambda call: Reply(307, b"", {"location": "http://127.0.0.2:9/token"}) if call.name == "token" else None,
    ),
    Deviation(
        name="token-in-the-form-only",
        demand=True,
        what="The token address wants id and secret in the form.",
        before=token_refusing(lambda call: "client_secret" in call.form, 401, '{"error": "invalid_client"}'),
        source={"token_auth": "body"},
    ),
    Deviation(
        name="token-address-with-query",
        demand=True,
        what="The token address has a query string that it cannot do without.",
        before=token_refusing(lambda call: call.query == {"appName": "desk"}, 404, ""),
        source={"token_url": "{token_url}?appName=desk"},
    ),
    Deviation(
        name="scope-refused",
        what="The token address refuses any scope, in words of its own.",
        before=token_refusing(lambda call: "scope" not in call.form, 400, '{"error": "scope_not_supported"}'),
    ),
    Deviation(
        name="scope-needed",
        demand=True,
        what="The token address wants a scope.",
        before=token_refusing(lambda call: "scope" in call.form, 400, '{"error": "invalid_scope"}'),
    ),
    Deviation(
        name="scope-partly-granted",
        what="No scope beyond rostering is granted; lists that were asked for besides are told as refused.",
        before=token_refusing(
            lambda call: (
                "demographics" not in call.form.get("scope", "")
                and "gradebook" not in call.form.get("scope", "")
                and "resource" not in call.form.get("scope", "")
            ),
            400,
            '{"error": "invalid_scope"}',
        ),
        refused=("demographics", "resources", "categories", "lineItems", "results"),
        words="HTTP 403",
    ),
    Deviation(name="token-ends-early", what="A token ends in the middle of a list.", before=expiring),
    Deviation(
        name="cookie-needed",
        what="The token address sets a cookie that every request must bring.",
        before=cookie_wanted,
        after=cookie_given,
    ),
    Deviation(
        name="key-revoked",
        what="Tokens are given, and refused by every list.",
        expected="error",
        words="The service rejected the credentials",
        before=no_rights,
    ),
)
