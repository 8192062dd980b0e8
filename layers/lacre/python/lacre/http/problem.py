"""Problem details (RFC 9457): every refusal's status, and its JSON. Nothing that the caller sent is echoed."""

from fastapi.responses import JSONResponse

from lacre.model.refusal import Ground, Refusal

STATUS = {
    Ground.UNAUTHENTICATED: 401,
    Ground.FORBIDDEN: 403,
    Ground.OUTSIDE_JURISDICTION: 403,
    Ground.NOT_FOUND: 404,
    Ground.METHOD_NOT_ALLOWED: 405,
    Ground.PENDING_APPROVAL: 409,
    Ground.CONFLICT: 409,
    Ground.BAD_REQUEST: 400,
    Ground.INVALID: 422,
    Ground.FAILED_DEPENDENCY: 424,
    Ground.TOO_LARGE: 413,
    Ground.PRECONDITION_MISSING: 428,
    Ground.TOO_MANY: 429,
    Ground.QUOTA_SPENT: 429,
    Ground.UNAVAILABLE: 503,
    Ground.INTERNAL: 500,
}


def problem(refusal: Refusal) -> JSONResponse:
    """The answer to a refused request."""
    status = STATUS[refusal.ground]
    headers = {"Content-Type": "application/problem+json"}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if refusal.retry_after_s is not None:
        headers["Retry-After"] = str(refusal.retry_after_s)
    content: dict[str, object] = {
        "type": f"urn:lacre:problem:{refusal.reason.code.lower().replace('_', '-')}",
        "title": refusal.ground.value.replace("_", " ").capitalize(),
        "status": status,
        "code": refusal.reason.code,
        "detail": refusal.reason.sentence,
    }
    if refusal.faults:
        content["errors"] = [{"at": fault.at, "what": fault.what} for fault in refusal.faults]
    return JSONResponse(content, status, headers)
