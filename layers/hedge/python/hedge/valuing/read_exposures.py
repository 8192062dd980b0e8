"""Reading the exposure of the live portfolio."""

from collections.abc import Sequence

from hedge.figures.exposure import ExposureRow, commercial, overall
from hedge.ports.portfolios import Portfolios


class ReadExposures:
    def __init__(self, portfolios: Portfolios) -> None:
        self._portfolios = portfolios

    def commercial(self) -> Sequence[ExposureRow]:
        """Raises Refusal CONFLICT NEGATIVE_RESIDUAL."""
        return commercial(self._portfolios.live())

    def overall(self) -> Sequence[ExposureRow]:
        """Raises Refusal CONFLICT NEGATIVE_RESIDUAL."""
        return overall(self._portfolios.live())
