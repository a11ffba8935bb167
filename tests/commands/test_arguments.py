import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.commands import arguments
from rosterdesk.errors import UsageError


@pytest.mark.parametrize(
    "argv",
    [
        ["--data-dir", "D", "--passphrase-file", "P", "--progress", "json", "--verbose", "find", "N", "text"],
        ["find", "N", "text", "--data-dir", "D", "--passphrase-file", "P", "--progress", "json", "--verbose"],
        ["--data-dir", "D", "find", "--passphrase-file", "P", "N", "--progress=json", "text", "--verbose"],
    ],
)
def test_options_for_all_commands_stand_before_or_after_its_name(argv: list[str]) -> None:
    asked = arguments.parse(argv)
    assert (asked.data_dir, asked.passphrase_file, asked.progress, asked.verbose) == ("D", "P", "json", True)
    assert (asked.module, asked.name, asked.text) == ("find", "N", "text")


@pytest.mark.parametrize(
    "argv",
    [
        ["--data-dir", "D", "source", "list"],
        ["source", "--data-dir", "D", "list"],
        ["source", "list", "--data-dir", "D"],
        ["source", "--data-dir", "C", "list", "--data-dir", "D"],
    ],
)
def test_that_is_so_for_commands_of_two_words_too(argv: list[str]) -> None:
    asked = arguments.parse(argv)
    assert (asked.module, asked.data_dir, asked.verbose, asked.handover) == ("source_list", "D", False, False)


def test_without_them_nothing_is_given() -> None:
    asked = arguments.parse(["runs", "N"])
    assert (asked.data_dir, asked.passphrase_file, asked.progress, asked.verbose) == (None, None, None, False)


def test_sorting_backwards_is_no_option() -> None:
    assert arguments.parse(["list", "N", "users", "--sort", "-name", "--sort", "role"]).sort == ["-name", "role"]
    assert arguments.parse(["list", "N", "users", "--sort=-name"]).sort == ["-name"]


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ([], "The following arguments are required: COMMAND. See: rosterdesk --help."),
        (["fly"], "invalid choice: 'fly'"),
        (["fnd", "sync"], "choose from 'source', 'sync', 'refresh', 'list'"),
        (["find", "N"], "See: rosterdesk find --help."),
        (["find", "N", "x", "--lim", "3"], "nrecognized arguments: --lim 3"),
        (["find", "N", "x", "--limit", "0"], "'0' is not a whole number above 0"),
        (["find", "N", "x", "--limit", "-3"], "'-3' is not a whole number above 0"),
        (["list", "N", "users", "--limit", "many"], "'many' is not a whole number above 0"),
        (["list", "N", "users", "--format", "xml"], "invalid choice: 'xml'"),
        (["find", "N", "\udcff"], "An argument is not text in UTF-8."),
        (["source", "add", "N", "--auth", "kerberos"], "invalid choice: 'kerberos'"),
        (["export", "N", "users"], "--to"),
        (["--progress", "xml", "runs", "N"], "invalid choice: 'xml'"),
    ],
)
def test_what_cannot_be_understood_is_one_sentence(argv: list[str], said: str) -> None:
    with pytest.raises(UsageError) as raised:
        arguments.parse(argv)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_check_is_asked_for_as_the_contract_says() -> None:
    asked = arguments.parse(["check", "N"])
    assert (asked.module, asked.rule, asked.fail_on, asked.safe, asked.format, asked.to) == (
        *("check", [], None, False, None, None),
    )
    given = ["--rule", "REF-05", "--rule", "PKG-01", "--level", "error", "--fail-on", "warning", "--safe"]
    asked = arguments.parse(["check", "N", *given, "--format", "csv", "--to", "F"])
    assert (asked.rule, asked.level, asked.fail_on, asked.safe, asked.format, asked.to) == (
        *(["REF-05", "PKG-01"], "error", "warning", True, "csv", "F"),
    )


@pytest.mark.parametrize(
    ("argv", "too"),
    [
        (["list", "N", "users"], True),
        (["show", "N", "users", "x"], True),
        (["find", "N", "x"], True),
        (["export", "N", "users", "--to", "F"], True),
        (["bundle", "N", "--to", "F"], True),
        (["check", "N"], True),
        (["runs", "N"], True),
        (["source", "test", "N"], True),
        (["sync", "N"], False),
        (["refresh", "N", "users", "x"], False),
        (["source", "forget", "N"], False),
    ],
)
def test_where_a_command_only_reads_the_path_of_a_bundle_serves_too(argv: list[str], too: bool) -> None:
    assert getattr(arguments.parse(argv), "bundle_too", False) is too


WORDS = [
    *("source", "add", "test", "sync", "refresh", "list", "find", "export", "bundle", "check", "runs", "demo", "serve"),
    *(
        "--school",
        "--where",
        "--sort",
        "--limit",
        "--format",
        "json",
        "--to",
        "--rule",
        "--level",
        "--oneroster",
        "1.2",
    ),
    *("--auth", "--also", "--page-size", "--students", "--port", "--progress", "--data-dir", "--", "-name", "3", "-3"),
]


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=5), max_size=8))
def test_whatever_is_typed_is_understood_or_refused(argv: list[str]) -> None:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit, UsageError):  # help, and refusals
        assert arguments.parse(argv).module
