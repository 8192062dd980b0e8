"""The query of a request: what of it may be kept, and nothing in it that the route would ignore."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request

from lacre.http.body_shape import shape_of
from lacre.model.canonical import JsonObject, encode
from lacre.model.redaction import Field, Shape, redact, withheld
from lacre.model.refusal import Fault, Ground, Refusal

MAXIMUM_KEPT_BYTES = 16 * 1024
"""Of a query, redacted: it fits into an event beside a body and what it says of the entity."""


def query_shape(declared: Sequence[Any]) -> Shape:
    """The query parameters that a route declares, singly or as the fields of a model."""
    shape: Shape = {}
    for parameter in declared:
        shape = {**shape, **(shape_of(parameter.field_info.annotation) or {parameter.alias: Field.KEPT})}
    return shape


def redacted_query(request: Request, shape: Shape) -> JsonObject:
    """The declared query parameters, screened."""
    kept = redact(dict(request.query_params), shape)
    fits = len(encode(kept)) <= MAXIMUM_KEPT_BYTES
    return kept if isinstance(kept, dict) and fits else {"query": withheld(str(request.query_params))}


def refuse_ignored(request: Request, shape: Shape) -> None:
    """Raises Refusal INVALID for a parameter that the route does not take, or that is given twice.

    It would be ignored, and whoever mistyped a condition would be shown something else than what was asked for.
    """
    given = [name for name, _ in request.query_params.multi_items()]
    if not shape.keys() >= set(given):
        # The name is the caller's own word, which can be a secret.
        fault = Fault("query", "A field that this route does not know.")
        sentence = "The request does not fit what this route takes."
        raise Refusal(Ground.INVALID, "INVALID_INPUT", sentence, faults=(fault,))
    if len(given) != len(set(given)):
        raise Refusal(Ground.INVALID, "REPEATED_PARAMETER", "Each parameter can be given once.")
