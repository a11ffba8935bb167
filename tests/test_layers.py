"""The shape of the source: who imports whom, and how large a thing may grow."""

import ast
import functools
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "rosterdesk"
MODULES = sorted(PACKAGE.rglob("*.py"))
VAGUE_ENDS = ("Manager", "Helper", "Handler", "Util")
VAGUE_BEGINNINGS = ("Base", "Abstract")


def name(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


@functools.cache
def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_bytes())


def functions(module: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree(module)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def classes(module: Path) -> list[ast.ClassDef]:
    return [node for node in ast.walk(tree(module)) if isinstance(node, ast.ClassDef)]


def length(node: ast.stmt) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def test_imports_keep_to_the_layers() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([program, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_file_is_short_enough_to_read_in_one_go() -> None:
    lengths = {name(module): len(module.read_text("utf-8").splitlines()) for module in MODULES}
    assert not {module: lines for module, lines in lengths.items() if lines > 400}


def test_a_function_is_short_enough_to_see_at_once() -> None:
    long = {f"{name(module)} {node.name}": length(node) for module in MODULES for node in functions(module)}
    assert not {function: lines for function, lines in long.items() if lines > 60}


def test_a_class_is_named_after_what_it_is() -> None:
    names = [(name(module), node.name) for module in MODULES for node in classes(module)]
    assert not [pair for pair in names if pair[1].endswith(VAGUE_ENDS) or pair[1].startswith(VAGUE_BEGINNINGS)]


def test_a_module_is_named_after_what_it_holds() -> None:
    vague = tuple(end.lower() for end in VAGUE_ENDS)
    assert not [name(module) for module in MODULES if module.stem.rstrip("s").endswith(vague)]


def test_a_module_says_what_it_is_for() -> None:
    modules = [module for module in MODULES if module.name != "__init__.py"]
    assert not [name(module) for module in modules if not ast.get_docstring(tree(module))]


def test_a_package_is_a_folder_with_at_most_a_short_face() -> None:
    packages = [module for module in MODULES if module.name == "__init__.py"]
    assert not [name(module) for module in packages if functions(module) or classes(module)]
    assert not [name(module) for module in packages if len(module.read_text("utf-8").splitlines()) > 40]
