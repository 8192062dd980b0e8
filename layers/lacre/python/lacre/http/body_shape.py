"""Which fields of a request body a route's model declares, and which of them are secret."""

from collections.abc import Iterator, Mapping
from inspect import isclass
from types import UnionType
from typing import Any, get_args, get_origin

from pydantic import BaseModel, SecretStr

from lacre.model.redaction import Field, Shape


def shape_of(model: Any) -> Shape:
    """The allow-list of a pydantic model: SecretStr fields are secret, nested models have shapes of their own.

    A union has the fields of all its models, and what is secret in one of them is.
    """
    shape: dict[str, Field | Shape] = {}
    for found in _models_in(model):
        declared = {(field.alias or name): _declared(field.annotation) for name, field in found.model_fields.items()}
        shape = _merged(shape, declared)
    return shape


def _declared(annotation: Any) -> Field | Shape:
    if SecretStr in _members(annotation):
        return Field.SECRET
    return shape_of(annotation) if any(_models_in(annotation)) else Field.KEPT


def _merged(first: Shape, second: Shape) -> dict[str, Field | Shape]:
    both = {name: _stricter(first[name], second[name]) for name in first.keys() & second.keys()}
    return {**first, **second, **both}


def _stricter(one: Field | Shape, other: Field | Shape) -> Field | Shape:
    """A secret stays one whatever else its name means; what has a shape is kept by it alone."""
    if Field.SECRET in (one, other):
        return Field.SECRET
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return _merged(one, other)
    return one if isinstance(one, Mapping) else other


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    for member in _members(annotation):
        if isclass(member) and get_origin(member) is None and issubclass(member, BaseModel):
            yield member


def _members(annotation: Any) -> list[Any]:
    """An annotation and all that its unions, lists and Annotated forms are made of."""
    inner = get_args(annotation) if not isinstance(annotation, UnionType) else annotation.__args__
    return [annotation, *(member for part in inner for member in _members(part))]
