"""Tokens as the API hands them out."""

from typing import Literal

from pydantic import BaseModel

from identity.model.credential import SecretKind
from identity.signing_in.tokens import Tokens
from lacre.http.answer import Answer


class TokensAnswer(BaseModel):
    """Lives are seconds; `must_change` names the secret that has to be changed before anything else."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    refresh_token: str
    refresh_expires_in: int
    must_change: SecretKind | None


def answered(tokens: Tokens) -> Answer:
    return Answer(
        {
            "token_type": "Bearer",
            "expires_in": tokens.access_life_s,
            "refresh_expires_in": tokens.refresh_life_s,
            "must_change": tokens.must_change.value if tokens.must_change else None,
        },
        once={"access_token": tokens.access, "refresh_token": tokens.refresh},
    )
