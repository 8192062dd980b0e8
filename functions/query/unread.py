"""Telling those who run the stage of what a page could not read: whoever looks at the page is told there."""

from collections.abc import Mapping

from aws_lambda_powertools import Logger, single_metric
from aws_lambda_powertools.metrics import MetricUnit


def tell_unread(unread: Mapping[str, str], logger: Logger) -> None:
    """`unread` are the causes, by the names of the parts: one log line, and the metric `DashboardUnread`, how many."""
    logger.error("parts of the dashboard could not be read", extra={"parts": dict(unread)})
    with single_metric("DashboardUnread", MetricUnit.Count, len(unread), namespace="Lacre") as metric:
        metric.add_dimension("service", "query")
