"""`/.well-known/jwks.json`: the public key of access tokens."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from identity.model.access_token import public_jwk
from identity.ports.token_signer import TokenSigner
from lacre.http.problem import problem
from lacre.model.refusal import Ground, Refusal
from lacre.ports.errors import SignerUnavailableError

PATH = "/.well-known/jwks.json"
# As long as those who check tokens keep it.
_CACHE = "public, max-age=300"


def keys_router(signer: TokenSigner) -> APIRouter:
    # A plain router: the key is public and the same for everybody, so reading it is no more an action than reading
    # a static file, and every function fetches it on its way to recording.
    router = APIRouter()

    @router.get(PATH, response_model=None)
    def keys() -> JSONResponse:
        try:
            published = {"keys": [public_jwk(signer.public_key)]}
        except SignerUnavailableError:
            return problem(
                Refusal(Ground.UNAVAILABLE, "SIGNER_UNAVAILABLE", "The key cannot be read now.", retry_after_s=5)
            )
        return JSONResponse(published, headers={"Cache-Control": _CACHE})

    return router
