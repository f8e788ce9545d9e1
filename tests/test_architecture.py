"""Who may import whom: two pillars and a beam. Every arrow points down, and there is no circle, of files or of folders."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = {"app", "rules", "crawlers", "verifier"}

# Each floor may import itself and what is listed. The longest matching prefix of a module's name decides.
MAY_IMPORT = {
    "app": {"verifier"},
    "rules": {"rules"},
    "crawlers": {"crawlers"},
    "verifier": {"rules", "crawlers", "verifier"},
    "verifier.errors": set(),
    "verifier.privacy": set(),
    "verifier.settings": {"verifier.errors"},
    "verifier.backends": {"verifier.settings", "verifier.errors", "verifier.backends", "verifier.store"},  # opening a database makes its tables
    "verifier.store": {"verifier.errors", "verifier.store"},
    "verifier.verdict": {"rules.rule"},
}
ABOVE_THE_SERVICES = ("verifier.web", "verifier.commands", "verifier.worker", "verifier.serve")
FLASK_ONLY_IN = ("app", "verifier.web", "verifier.commands")


def modules():
    paths = [ROOT / "app.py", *(path for top in OURS - {"app"} for path in (ROOT / top).rglob("*.py"))]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in sorted(paths)}


def imports(name, path):
    """Every module of ours, and flask, that a file imports anywhere in it, but for types alone."""
    known = modules()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types_only = {id(inner) for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
                      for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in for_types_only:
            continue
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: relative import"
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            targets = [one if one in known else node.module for one in inner]
        else:
            continue
        yield from (target for target in targets if target.split(".")[0] in OURS | {"flask"})


def under(name, prefixes):
    return any(name == prefix or name.startswith(prefix + ".") for prefix in prefixes)


@pytest.mark.parametrize("name,path", modules().items())
def test_imports_point_down(name, path):
    floor = max((prefix for prefix in MAY_IMPORT if under(name, [prefix])), key=len)
    for target in imports(name, path):
        if target.startswith("flask"):
            assert under(name, FLASK_ONLY_IN), f"{name} must not know of flask"
        else:
            assert under(target, MAY_IMPORT[floor] | {name}), f"{name} must not import {target}"
            if not under(name, (*ABOVE_THE_SERVICES, "app")):
                assert not under(target, ABOVE_THE_SERVICES), f"{name} lies below {target}"


def test_no_circle_of_files():
    known = modules()
    graph = {name: set(imports(name, path)) & known.keys() - {name} for name, path in known.items()}
    done, walking = set(), []

    def walk(name):
        assert name not in walking, f"a circle: {' -> '.join([*walking[walking.index(name):], name])}"
        if name not in done:
            walking.append(name)
            for target in sorted(graph[name]):
                walk(target)
            walking.pop()
            done.add(name)

    for name in graph:
        walk(name)


def test_no_drawer_for_what_has_no_name():
    forbidden = {"utils", "helpers", "common", "misc", "base", "core"}
    assert not {path.stem for path in modules().values()} & forbidden
