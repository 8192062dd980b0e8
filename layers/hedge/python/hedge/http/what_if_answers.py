"""The figures of a scenario as the API shows them."""

from hedge.http.answers import Shown
from hedge.http.figure_answers import CashflowAnswer, ExposureAnswer, MtmAnswer, PlAnswer


class ScenarioCashflowAnswer(Shown):
    analytic: CashflowAnswer


class WhatIfAnswer(Shown):
    """Each list has an order of its own: equal scenarios over equal portfolios have equal answers, byte for byte."""

    commercial_exposure_snapshot: list[ExposureAnswer]
    global_exposure_snapshot: list[ExposureAnswer]
    mtm_snapshot: list[MtmAnswer]
    cashflow_snapshot: ScenarioCashflowAnswer
    pl_snapshot: list[PlAnswer]
