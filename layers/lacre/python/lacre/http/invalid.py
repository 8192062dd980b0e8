"""Invalid input, said without echoing it: where, in the names that the model declares, and what is wrong."""

from fastapi.exceptions import RequestValidationError

from lacre.model.refusal import Fault, Ground, Refusal

_UNNAMED = ("extra_forbidden", "json_invalid")
MAXIMUM_FAULTS = 20


def invalid_request(error: RequestValidationError) -> Refusal:
    """The refusal of a request whose body, query or header does not fit the route's model."""
    faults = tuple(_fault(one) for one in error.errors()[:MAXIMUM_FAULTS])
    return Refusal(Ground.INVALID, "INVALID_INPUT", "The request does not fit what this route takes.", faults=faults)


def _fault(error: dict[str, object]) -> Fault:
    kind, location = str(error["type"]), error["loc"]
    path = [str(part) for part in location] if isinstance(location, tuple) else []
    if kind in _UNNAMED:
        # The last part is the caller's own word (an unknown field's name can be a secret), or a byte offset.
        path = path[:-1]
    return Fault(".".join(path) or "body", _sentence(kind))


def _sentence(kind: str) -> str:
    match kind:
        case "extra_forbidden":
            return "A field that this route does not know."
        case "missing":
            return "This field is missing."
        case "json_invalid":
            return "The body is not JSON."
        case _:
            # pydantic's own sentences can quote the input; its stable type says enough.
            return f"Not acceptable: {kind.replace('_', ' ')}."
