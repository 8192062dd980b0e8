"""What no file may hold: addresses of package registries, paths of a machine, keys that sign or open something."""

import re
import subprocess

from tests.architecture.sources import ROOT

FORBIDDEN = {
    "a registry's host": re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|npmjs\.org|repo1\.maven|proxy\.golang"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY"),
    "an AWS key": re.compile(r"\bAKIA[0-9A-Z]{16}\b"),
    "a home directory": re.compile(r"(?<![\w.])/(?:root|home)/\w"),
}
THIS = "tests/architecture/test_words_of_the_tree.py"


def test_no_tracked_file_holds_what_none_may() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    offenders = []
    for name in listed.decode().split("\0")[:-1]:
        path = ROOT / name
        if name == THIS or not path.is_file():
            continue
        text = path.read_text(errors="replace")
        offenders += [f"{name}: {what}" for what, pattern in FORBIDDEN.items() if pattern.search(text)]
    assert not offenders
