"""The statuses of C2SP tlog-witness (https://c2sp.org/tlog-witness) and the type of a size."""

OK = 200
BAD_REQUEST = 400
FORBIDDEN = 403
NOT_FOUND = 404
NOT_ALLOWED = 405
CONFLICT = 409
LENGTH_REQUIRED = 411
TOO_LARGE = 413
UNPROCESSABLE = 422
UNAVAILABLE = 503

SIZE_TYPE = "text/x.tlog.size"
