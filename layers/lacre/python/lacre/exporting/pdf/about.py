"""What an official document says beyond its data: who asked, when, for whom; `lacre document v1`, RFC 8785 JSON.

It is attached to the document, which can be made again from it, the manifest and the events.
"""

from dataclasses import dataclass, fields
from typing import Literal, cast, get_args

from lacre.model import canonical, moment
from lacre.model.filters import Selection

FORMAT = "lacre document v1"
Language = Literal["pt", "en"]
_LANGUAGES = get_args(Language)
_MOMENTS = ("asked_at", "signed_at")


class StatementError(ValueError):
    """Bytes that are not a statement of this format."""


@dataclass(frozen=True)
class About:
    """What is asked of the writer; `asked_at` is a moment in the log's form, `checkpoint` the archive's note."""

    organisation: str
    language: Language
    asked_by: str
    asked_at: str
    reference: str
    selection: Selection
    checkpoint: bytes


@dataclass(frozen=True)
class Statement:
    """What the document states; `made_with` names what drew it, as another release may draw other bytes."""

    organisation: str
    language: Language
    asked_by: str
    asked_at: str
    reference: str
    signed_at: str
    made_with: str

    @classmethod
    def of(cls, about: About, signed_at: int, made_with: str) -> "Statement":
        """`signed_at` is in ms since 1970."""
        return cls(
            organisation=about.organisation,
            language=about.language,
            asked_by=about.asked_by,
            asked_at=about.asked_at,
            reference=about.reference,
            signed_at=moment.to_text(signed_at),
            made_with=made_with,
        )

    def encode(self) -> bytes:
        """The canonical bytes."""
        return canonical.encode({"format": FORMAT, **vars(self)})

    @classmethod
    def decode(cls, content: bytes) -> "Statement":
        """Raises StatementError for anything but the canonical bytes of a statement."""
        try:
            given = dict(canonical.decode(content))
        except canonical.NotCanonicalError as error:
            raise StatementError(str(error)) from None
        if given.pop("format", None) != FORMAT:
            raise StatementError(f"the format is not {FORMAT!r}")
        if given.keys() != {field.name for field in fields(cls)}:
            raise StatementError("other fields than those of the format")
        if not all(isinstance(value, str) for value in given.values()):
            raise StatementError("a field is no text")
        texts = cast("dict[str, str]", given)
        _check(texts)
        language = cast("Language", texts.pop("language"))
        return cls(language=language, **texts)


def _check(texts: dict[str, str]) -> None:
    if texts["language"] not in _LANGUAGES:
        raise StatementError("the language is none of a document")
    try:
        for name in _MOMENTS:
            moment.to_milliseconds(texts[name])
    except ValueError:
        raise StatementError("a time is no moment") from None
