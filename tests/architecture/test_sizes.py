"""Small files: median under 100 lines, 300 at most."""

from pathlib import Path
from statistics import median

from tests.architecture.sources import PRODUCT, TREES, files, name_of


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_no_file_is_over_300_lines() -> None:
    assert not [name_of(path) for path in files(*TREES) if lines(path) > 300]


def test_the_median_file_is_under_100_lines() -> None:
    sizes = [lines(path) for path in files(*PRODUCT) if path.name != "__init__.py"]
    assert median(sizes) < 100
