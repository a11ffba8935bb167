"""The developer's commands: what they say, and what they decide before they start anything."""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
COMMANDS = ["setup", "demo", "app", "test", "check", "fix", "layers", "shots", "bench", "stress", "package", "lock"]


def load() -> ModuleType:
    loader = SourceFileLoader("run", str(ROOT / "run"))
    spec = importlib.util.spec_from_loader("run", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


run = load()


def alone(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "run", *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_run_alone_lists_every_command_with_its_sentence() -> None:
    result = alone()
    assert result.returncode == 0
    listed = dict(line.split(maxsplit=1) for line in result.stdout.splitlines() if line.startswith("  "))
    assert list(listed) == COMMANDS
    assert all(sentence.endswith(".") for sentence in listed.values())
    assert max(map(len, result.stdout.splitlines())) <= 120


@pytest.mark.parametrize("argument", ["-h", "--help", "help"])
def test_asking_for_help_lists_the_commands(argument: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main([argument]) == 0
    assert "setup" in capsys.readouterr().out


def test_an_unknown_command_is_said_so_beside_those_that_there_are() -> None:
    result = alone("tset")
    assert result.returncode == 2
    assert "“tset”" in result.stderr
    assert "  test " in result.stderr


def test_every_command_is_a_function_of_its_own_name_with_a_docstring() -> None:
    for name, command in run.COMMANDS.items():
        assert command.__name__ == name
        assert command.__doc__


def test_run_uses_nothing_but_the_standard_library() -> None:
    program = "import runpy, sys; runpy.run_path('run'); print(*sys.modules)"
    result = subprocess.run([sys.executable, "-I", "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    top = {name.partition(".")[0] for name in result.stdout.split()}
    # What site's .pth files load is there before any line of ours.
    bare = subprocess.run(
        [sys.executable, "-I", "-c", "import sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    before = {name.partition(".")[0] for name in bare.stdout.split()}
    assert top - before <= sys.stdlib_module_names | {"__main__", "<run_path>"}


def test_the_pinned_uv_is_what_the_project_says() -> None:
    assert run.pinned_uv('dev = [\n    "ruff>=1",\n    "uv==1.2.3",\n]') == "1.2.3"
    assert run.pinned_uv((ROOT / "pyproject.toml").read_text("utf-8"))


def test_a_project_that_does_not_pin_uv_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run.pinned_uv('dev = ["uv>=1"]')
    assert "pin uv" in capsys.readouterr().err


def test_the_stamp_changes_with_the_lock_the_project_and_the_place(tmp_path: Path) -> None:
    def checkout(name: str, lock: str, project: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "uv.lock").write_text(lock, "utf-8")
        (folder / "pyproject.toml").write_text(project, "utf-8")
        return folder

    first = checkout("first", "a", "b")
    before = run.fingerprint(first)
    assert run.fingerprint(first) == before
    (first / "uv.lock").write_text("A", "utf-8")
    after_lock = run.fingerprint(first)
    (first / "pyproject.toml").write_text("B", "utf-8")
    elsewhere = run.fingerprint(checkout("second", "a", "b"))
    assert len({before, after_lock, run.fingerprint(first), elsewhere}) == 4


@pytest.mark.parametrize(
    ("platform", "environment", "answer"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_a_screen_is_where_the_system_says_so(platform: str, environment: dict[str, str], answer: bool) -> None:
    assert run.has_screen(platform, environment) is answer


@pytest.mark.skipif(sys.platform != "linux", reason="other systems bring what Qt needs")
def test_a_library_that_the_system_does_not_have_is_missing() -> None:
    assert run.missing(["libc.so.6", "libnosuch.so.9"]) == ["libnosuch.so.9"]


def test_rows_are_counted_from_the_progress_lines_of_a_sync() -> None:
    lines = [
        {"phase": "sync", "collection": "users", "done": 500, "total": 900},
        {"phase": "sync", "collection": "orgs", "done": 13},
        {"phase": "sync", "collection": "users", "done": 900, "total": 900},
        {"phase": "tidy"},
        {"result": "ok"},
    ]
    text = "\n".join(["a warning of somebody", *map(json.dumps, lines), "[1]", ""])
    assert run.rows_done(text) == {"users": 900, "orgs": 13}


def test_a_store_without_the_record_stops_the_walk_with_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.first('[{"sourcedId": "a"}, {"sourcedId": "b"}]') == {"sourcedId": "a"}
    with pytest.raises(SystemExit):
        run.first("[]")
    assert "no such record" in capsys.readouterr().err


def test_measurements_are_the_scripts_of_a_folder_but_for_what_they_share(tmp_path: Path) -> None:
    for name in ("sync.py", "find.py", "__init__.py", "_bars.py", "notes.md"):
        (tmp_path / name).touch()
    assert run.modules(tmp_path) == ["find", "sync"]


def test_a_program_that_fails_ends_the_command_with_its_exit_code() -> None:
    with pytest.raises(SystemExit) as end:
        run.call([sys.executable, "-c", "raise SystemExit(5)"])
    assert end.value.code == 5


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ([sys.executable, "-c", ""], True),
        ([sys.executable, "-c", "raise SystemExit(1)"], False),
        (["/no/such/program"], False),
    ],
)
def test_a_program_works_when_it_is_there_and_ends_well(command: Sequence[str], answer: bool) -> None:
    assert run.works(command) is answer


@pytest.fixture
def commands_in(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    asked: Callable[..., subprocess.CompletedProcess[str]] = run.commands_in(tmp_path)
    return asked


@pytest.mark.skipif(not run.PYTHON.exists(), reason="the checkout has no .venv: ./run setup")
def test_a_command_that_fails_stops_the_walk_with_its_words(
    commands_in: Callable[..., subprocess.CompletedProcess[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        commands_in("sync", "nowhere")
    told = capfd.readouterr()
    assert "nowhere" in told.out
    assert "`rosterdesk sync nowhere` failed with exit code 2" in told.err


@pytest.mark.skipif(not run.PYTHON.exists(), reason="the checkout has no .venv: ./run setup")
def test_the_walk_goes_from_a_service_to_a_class_list_and_leaves_nothing_else(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    target = tmp_path / "made" / "class-list.xlsx"
    run.walk(["--students", "200"], target)
    told = capfd.readouterr().out
    assert [line.partition(":")[0] for line in told.splitlines() if line.startswith("✓")] == [
        "✓ A OneRoster service is up",
        "✓ Its source is added",
        "✓ Its rows are in the encrypted store",
        "✓ A person is found",
        "✓ One of their classes",
        "✓ Its class list is written",
        "✓ The roster is checked",
    ]
    assert not list(scratch.iterdir())
    assert target.stat().st_size > 1000
