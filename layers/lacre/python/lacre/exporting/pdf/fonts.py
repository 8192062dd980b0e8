"""The document's letters: Noto Sans, cut down to Latin, Greek, Cyrillic and common signs (fonts/OFL.txt).

`pyftsubset` with the ranges below, without hints and layout features: a page looks as its characters stand.
U+0020-007E, U+00A1-00AC, U+00AE-024F, U+0370-03FF, U+0400-04FF, U+1E00-1EFF, U+2010-2027, U+2030-205E, U+20A0-20BF,
U+2100-214F, U+2190-2193, U+2212.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from fontTools.ttLib import TTFont

Style = Literal["", "B"]

FAMILY = "noto"
FILES: Mapping[Style, Path] = {
    "": Path(__file__).with_name("fonts") / "NotoSans-Regular.ttf",
    "B": Path(__file__).with_name("fonts") / "NotoSans-Bold.ttf",
}


@cache
def advances(style: Style) -> Mapping[int, float]:
    """How wide each character that there is stands, in ems, by its code point."""
    with TTFont(FILES[style], lazy=True) as font:
        em, widths, letters = font["head"].unitsPerEm, font["hmtx"].metrics, font.getBestCmap()
        return {code: widths[name][0] / em for code, name in letters.items()}
