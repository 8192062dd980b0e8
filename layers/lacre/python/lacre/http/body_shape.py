"""Which fields of a request body a route's model declares, and which of them are secret."""

from inspect import isclass
from types import UnionType
from typing import Any, get_args, get_origin

from pydantic import BaseModel, SecretStr

from lacre.model.redaction import Field, Shape


def shape_of(model: Any) -> Shape:
    """The allow-list of a pydantic model: SecretStr fields are secret, nested models have shapes of their own."""
    found = _model_in(model)
    if found is None:
        return {}
    return {(field.alias or name): _declared(field.annotation) for name, field in found.model_fields.items()}


def _declared(annotation: Any) -> Field | Shape:
    if SecretStr in _members(annotation):
        return Field.SECRET
    nested = _model_in(annotation)
    return shape_of(nested) if nested else Field.KEPT


def _model_in(annotation: Any) -> type[BaseModel] | None:
    for member in _members(annotation):
        if isclass(member) and get_origin(member) is None and issubclass(member, BaseModel):
            return member
    return None


def _members(annotation: Any) -> list[Any]:
    """An annotation and all that its unions, lists and Annotated forms are made of."""
    inner = get_args(annotation) if not isinstance(annotation, UnionType) else annotation.__args__
    return [annotation, *(member for part in inner for member in _members(part))]
