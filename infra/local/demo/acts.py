"""Everything that somebody does in the demo: the request, how it is answered, and the events that it leaves."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Act:
    """`what` is said of many of it; `path` has a pair of braces for each id; `codes` are those of its events."""

    what: str
    method: str
    path: str
    status: int
    codes: tuple[str, ...] = ()

    def also(self, code: str, times: int = 1) -> "Act":
        """With further events."""
        return replace(self, codes=self.codes + (code,) * times)

    def refused(self, what: str, status: int, *codes: str) -> "Act":
        """The same request, where it has to be refused."""
        return replace(self, what=what, status=status, codes=codes)


LOG_IN = Act("logins", "POST", "/v1/auth/login", 200, ("LOGIN_SUCCESS",))
MISTYPE = LOG_IN.refused("logins with a wrong PIN", 401, "LOGIN_FAILED")
LOG_OUT = Act("logouts", "POST", "/v1/auth/logout", 204, ("LOGOUT",))
REFRESH = Act("sessions refreshed", "POST", "/v1/auth/refresh", 200, ("SESSION_REFRESHED",))
CHANGE_PIN = Act("PINs changed by their owners", "POST", "/v1/auth/pin", 204, ("PIN_RESET",))
SET_PASSWORD = Act("passwords set by their owners", "POST", "/v1/auth/password", 204, ("PASSWORD_RESET",))

CREATE_USER = Act("users created", "POST", "/v1/users", 201, ("CREATE_USER",))
LIST_USERS = Act("looks at the list of users", "GET", "/v1/users?limit=100{}", 200, ("LIST_ENTITIES",))
READ_USER = Act("users read", "GET", "/v1/users/{}", 200, ("READ_ENTITY",))
UPDATE_USER = Act("users changed", "PATCH", "/v1/users/{}", 200, ("UPDATE_USER",))
CHANGE_ROLE = Act("roles changed", "PUT", "/v1/users/{}/role", 200, ("CHANGE_ROLE",))
FORCE_LOGOUT = Act("people logged out by force", "POST", "/v1/users/{}/force-logout", 200, ("FORCE_LOGOUT",))
SUSPEND_USER = Act("users suspended", "POST", "/v1/users/{}/suspend", 200, ("SUSPEND_USER",))
RESET_PIN = Act("PINs reset by the administrator", "POST", "/v1/users/{}/pin", 200, ("PIN_RESET",))
RENEW_KEY = Act("keys of producers rotated", "POST", "/v1/users/{}/api-key", 200, ("ROTATE_API_KEY",))

CREATE_MARKET = Act("markets created", "POST", "/v1/markets", 201, ("CREATE_MARKET",))
UPDATE_MARKET = Act("markets renamed", "PATCH", "/v1/markets/{}", 200, ("UPDATE_MARKET",))
LIST_MARKETS = Act("looks at the list of markets", "GET", "/v1/markets?limit=20", 200, ("LIST_ENTITIES",))
CREATE_MERCHANT = Act(
    "merchants created, with their accounts", "POST", "/v1/merchants", 201, ("CREATE_MERCHANT", "CREATE_USER")
)
READ_MERCHANT = Act("merchants read", "GET", "/v1/merchants/{}", 200, ("READ_ENTITY",))
UPDATE_MERCHANT = Act("merchants changed", "PATCH", "/v1/merchants/{}", 200, ("UPDATE_MERCHANT",))
CREATE_AGENT = Act("agents created, with their accounts", "POST", "/v1/agents", 201, ("CREATE_AGENT", "CREATE_USER"))
READ_AGENT = Act("agents read", "GET", "/v1/agents/{}", 200, ("READ_ENTITY",))
LIST_AGENTS = Act("looks at the list of agents", "GET", "/v1/agents?limit=20", 200, ("LIST_ENTITIES",))
UPDATE_AGENT = Act("agents changed", "PATCH", "/v1/agents/{}", 200, ("UPDATE_AGENT",))
CREATE_POS = Act("POS registered", "POST", "/v1/pos", 201, ("CREATE_POS",))
READ_POS = Act("POS read", "GET", "/v1/pos/{}", 200, ("READ_ENTITY",))
LIST_POS = Act("looks at the list of POS", "GET", "/v1/pos?limit=20", 200, ("LIST_ENTITIES",))
BLOCK_POS = Act("POS blocked", "POST", "/v1/pos/{}/block", 200, ("BLOCK_POS",))
ROTATE_KEY = Act("keys of POS rotated", "POST", "/v1/pos/{}/rotate-key", 200, ("ROTATE_API_KEY",))

SELL = Act("transactions", "POST", "/v1/transactions", 201, ("TRANSACTION_CREATED",))
SELL_TOO_MUCH = SELL.refused("transactions over the POS's maximum", 422, "TRANSACTION_FAILED")
SELL_AGAIN = SELL.refused("transactions sent twice with one idempotency key", 201)
LIST_SALES = Act("looks at the list of transactions", "GET", "/v1/transactions?limit=20", 200, ("LIST_ENTITIES",))
CANCEL = Act("transactions cancelled", "POST", "/v1/transactions/{}/cancel", 200, ("TRANSACTION_CANCELLED",))
PRINT = Act("receipts printed", "POST", "/v1/transactions/{}/receipts", 201, ("RECEIPT_PRINTED",))
REPRINT = Act("receipts printed again", "POST", "/v1/transactions/{}/receipts", 201, ("RECEIPT_REPRINTED",))
SYNC = Act("uploads of what was done offline", "POST", "/v1/sync", 200, ("OFFLINE_SYNC",))
IMPORT = Act("batches of another back end", "POST", "/v1/audit/events", 200, ("DATA_SYNC",))

ASK_TO_MOVE = Act(
    "changes of jurisdiction asked for", "POST", "/v1/jurisdiction-changes", 201, ("REQUEST_JURISDICTION_CHANGE",)
)
LIST_MOVES = Act("looks at what waits for approval", "GET", "/v1/jurisdiction-changes", 200, ("LIST_ENTITIES",))
READ_MOVE = Act("changes of jurisdiction read", "GET", "/v1/jurisdiction-changes/{}", 200, ("READ_ENTITY",))
APPROVE = Act(
    "changes of jurisdiction approved",
    "POST",
    "/v1/jurisdiction-changes/{}/approve",
    200,
    ("APPROVE_JURISDICTION_CHANGE",),
)
REJECT = Act(
    "changes of jurisdiction rejected",
    "POST",
    "/v1/jurisdiction-changes/{}/reject",
    200,
    ("REJECT_JURISDICTION_CHANGE",),
)
