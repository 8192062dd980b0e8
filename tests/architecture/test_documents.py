"""The documents say what is there: generated pages, links, commands and paths."""

import re
import unicodedata
from pathlib import Path

import pytest

from scripts.write_actions import page
from tests.architecture.sources import ROOT

DOCS = ROOT / "docs"
DECISIONS = sorted(DOCS.glob("adr/0*.md"))
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")])
GUIDES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
COMMAND = re.compile(r"(?:`|^ {4})make ([a-z][a-z0-9-]*)", re.MULTILINE)
TARGET = re.compile(r"^([a-z][a-z0-9-]*):", re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")

TREES = "functions|layers|infra|events|tests|scripts|docs|requirements|load"
PACKAGES = "lacre|identity|network|hedge"
PATH = re.compile(
    rf"(?:{TREES}|{PACKAGES}|\.ci)/[\w./-]+|[\w-]+\.(?:toml|md)|Makefile|cdk\.json|package(?:-lock)?\.json"
)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def anchors(path: Path) -> set[str]:
    """The anchors that a page's headings have on GitHub."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", unicodedata.normalize("NFC", one).lower()).replace(" ", "-") for one in headings}


def leads_somewhere(page_path: Path, link: str) -> bool:
    file, _, anchor = link.partition("#")
    target = (page_path.parent / file).resolve() if file else page_path
    return target.exists() and (not anchor or anchor in anchors(target))


def exists(path: str) -> bool:
    """From the root, or from a package's own folder, as imports read."""
    package = path.split("/", 1)[0]
    return (ROOT / path).exists() or (ROOT / "layers" / package / "python" / path).exists()


def paths_in(text: str) -> list[str]:
    return [code for code in CODE.findall(text) if PATH.fullmatch(code)]


def test_the_page_of_actions_is_that_of_the_catalogue() -> None:
    assert (DOCS / "actions.md").read_text() == page(), "run `python -m scripts.write_actions`"


@pytest.mark.parametrize("path", DECISIONS, ids=name_of)
def test_a_decision_is_one_page_and_in_the_index(path: Path) -> None:
    text = path.read_text()
    assert 40 <= len(text.splitlines()) <= 60
    assert [
        part for part in ("Context", "Decision", "Alternatives", "Consequences", "How") if f"\n## {part}" not in text
    ] == []
    assert f"]({path.name})" in (path.parent / "README.md").read_text()


def test_decisions_are_numbered_without_gaps() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    assert [path.read_text().split(".")[0] for path in DECISIONS] == [f"# {n + 1}" for n in range(len(DECISIONS))]


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_relative_link_leads_somewhere(path: Path) -> None:
    links = [link for link in LINK.findall(path.read_text()) if "://" not in link]
    assert [link for link in links if not leads_somewhere(path, link)] == []


@pytest.mark.parametrize("path", GUIDES, ids=name_of)
def test_every_command_is_a_target(path: Path) -> None:
    targets = set(TARGET.findall((ROOT / "Makefile").read_text()))
    commands = COMMAND.findall(path.read_text())
    assert commands
    assert [command for command in commands if command not in targets] == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_path_that_is_named_exists(path: Path) -> None:
    assert [named for named in paths_in(path.read_text()) if not exists(named)] == []


def test_the_checks_find_what_they_look_for() -> None:
    readme = ROOT / "README.md"
    assert not leads_somewhere(readme, "docs/nowhere.md")
    assert not leads_somewhere(readme, "docs/architecture.md#no-such-heading")
    assert leads_somewhere(readme, "docs/architecture.md#limits")
    assert COMMAND.findall("`make run`, or\n\n    make fly") == ["run", "fly"]
    assert paths_in("`infra/nowhere.py` and `lacre/http/gate.py`, not `live` nor `functions/<name>/`") == [
        "infra/nowhere.py",
        "lacre/http/gate.py",
    ]
    assert not exists("infra/nowhere.py")
    assert exists("lacre/http/gate.py")
