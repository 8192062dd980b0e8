"""Creating a user."""

from dataclasses import dataclass, field, replace

from identity.model.chosen_secret import require_good_password, require_good_pin
from identity.model.credential import PRODUCER_KEY, Credential, SecretKind
from identity.model.role import OF_ENTITIES, Role
from identity.model.user import User
from identity.people.user_draft import UserDraft, UserMaker, username_taken
from identity.ports.users import Users
from lacre.model.api_key import SECRET_BYTES, digest_of, new_key
from lacre.model.refusal import Fault, Ground, Refusal
from lacre.ports.ambient import Entropy
from lacre.recording.change import Change


@dataclass(frozen=True)
class CreatedUser:
    """A user who exists once the change is committed; a producer's key is to be shown once and is kept nowhere."""

    user: User
    change: Change
    api_key: str | None = field(default=None, repr=False)


class CreateUser:
    """Whoever gives the first PIN or password knows it: its owner may do nothing until another is chosen."""

    def __init__(self, users: Users, maker: UserMaker, entropy: Entropy) -> None:
        self._users = users
        self._maker = maker
        self._entropy = entropy

    def __call__(self, draft: UserDraft) -> CreatedUser:
        """Raises Refusal: INVALID; CONFLICT for a user name that is taken, which the commit refuses too in a race."""
        _require_role(draft.role)
        given = _first_secret(draft)
        if self._users.by_username(draft.username) is not None:
            raise username_taken()
        user, credential = self._maker.make(replace(draft, must_change=given))
        if given is not None:
            return CreatedUser(user, self._change(user, credential))
        key = new_key(PRODUCER_KEY, user.id, self._entropy.take(SECRET_BYTES))
        return CreatedUser(user, self._change(user, Credential(user.id, key_digest=digest_of(key))), key)

    def _change(self, user: User, credential: Credential) -> Change:
        return Change(user.id, after=user.shown(), writes=self._users.creating(user, credential))


def _require_role(role: Role) -> None:
    if role in OF_ENTITIES:
        fault = Fault("body.role", "Accounts of agents and merchants are made together with them.")
        raise Refusal(Ground.INVALID, "ROLE_HAS_ENTITY", "Nobody is given this role by itself.", faults=(fault,))


def _first_secret(draft: UserDraft) -> SecretKind | None:
    """What a person begins with, one of PIN and password and chosen well; None for a machine, which takes neither."""
    if draft.role is Role.PRODUCER:
        if draft.pin is not None or draft.password is not None:
            raise _unfitting("SECRET_NOT_TAKEN", "A producer has an API key, neither PIN nor password.")
        return None
    match draft.pin, draft.password:
        case str(pin), None:
            require_good_pin(pin, "body.pin")
            return SecretKind.PIN
        case None, str(password):
            require_good_password(password, draft.username, "body.password")
            return SecretKind.PASSWORD
    raise _unfitting("SECRET_MISSING", "A person has either a PIN or a password to begin with.")


def _unfitting(code: str, sentence: str) -> Refusal:
    return Refusal(Ground.INVALID, code, sentence, faults=(Fault("body.pin", sentence),))
