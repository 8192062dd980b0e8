"""The refusal of a token."""

from identity.authenticating.token_reader import ReadToken
from lacre.model.refusal import Ground, Refusal, Subject
from lacre.model.vocabulary import EntityType


def refused(code: str, sentence: str, token: ReadToken | None = None) -> Refusal:
    """About the token's session, where that is known."""
    # The actor stays unknown: whoever presents an old token need not be the one that it was given to.
    about = Subject(EntityType.SESSION, token.session_id) if token else None
    return Refusal(Ground.UNAUTHENTICATED, code, sentence, action=code, subject=about)
