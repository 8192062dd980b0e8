"""The identity function's routes over its ports, whatever keeps what is behind them."""

from dataclasses import dataclass

from fastapi import APIRouter

from identity.http.auth import SigningIn, auth_router, logout_router
from identity.http.console import console_router
from identity.http.jurisdiction_changes import JurisdictionUseCases, jurisdiction_router
from identity.http.keys import keys_router
from identity.http.own_accounts import AccountChanges, own_accounts_router
from identity.http.user_changes import UserChanges
from identity.http.users import UserUseCases, users_router
from identity.jurisdictions.approve_change import ApproveChange
from identity.jurisdictions.list_changes import ListChanges
from identity.jurisdictions.read_change import ReadChange
from identity.jurisdictions.reject_change import RejectChange
from identity.jurisdictions.request_change import RequestChange
from identity.people.bootstrap import Bootstrap
from identity.people.change_role import ChangeRole
from identity.people.change_zone import ChangeZone
from identity.people.create_user import CreateUser
from identity.people.end_sessions import EndSessions
from identity.people.force_logout import ForceLogout
from identity.people.list_users import ListUsers
from identity.people.office import Office
from identity.people.read_user import ReadUser
from identity.people.reset_secret import ResetSecret
from identity.people.revoke_tokens import RevokeTokens
from identity.people.rotate_producer_key import RotateProducerKey
from identity.people.suspend_user import SuspendUser
from identity.people.update_user import UpdateUser
from identity.people.user_draft import UserMaker
from identity.ports.bootstrap_secret import BootstrapSecret
from identity.ports.jurisdiction_changes import JurisdictionChanges
from identity.ports.login_attempts import LoginAttempts
from identity.ports.movables import Movables
from identity.ports.pins import PinHasher
from identity.ports.sessions import Sessions
from identity.ports.token_signer import TokenSigner
from identity.ports.users import Users
from identity.signing_in.change_password import ChangePassword
from identity.signing_in.change_pin import ChangePin
from identity.signing_in.guesses import Guesses
from identity.signing_in.own_secret import OwnSecret
from identity.signing_in.refresh_session import RefreshSession
from identity.signing_in.sign_in import SignIn
from identity.signing_in.sign_out import SignOut
from identity.signing_in.token_issuer import TokenIssuer
from lacre.ports.ambient import Clock, Entropy
from lacre.ports.blocks import Blocks


@dataclass(frozen=True)
class Keepers:
    users: Users
    sessions: Sessions
    blocks: Blocks
    attempts: LoginAttempts
    changes: JurisdictionChanges
    movables: Movables
    secret: BootstrapSecret


@dataclass(frozen=True)
class Means:
    """What secrets, tokens and times are made with."""

    pins: PinHasher
    signer: TokenSigner
    tokens: TokenIssuer
    clock: Clock
    entropy: Entropy


def identity_routers(kept: Keepers, means: Means, *, are_sessions_outside: bool) -> list[APIRouter]:
    """Where another issuer keeps the sessions, nobody signs in here: its tokens are accepted, and signed out.

    Nor is anything offered that its tokens would outlive: roles, PINs and passwords are its own.
    """
    sign_out = SignOut(kept.sessions, means.clock, are_outside=are_sessions_outside)
    force_logout = RevokeTokens(kept.sessions, means.clock) if are_sessions_outside else _force_logout(kept, means)
    users = users_router(_users(kept, means, force_logout))
    routers = [logout_router(sign_out), users, jurisdiction_router(_changes(kept, means))]
    if are_sessions_outside:
        return routers
    return [*routers, own_accounts_router(_accounts(kept, means)), *_signing_in(kept, means, sign_out)]


def _signing_in(kept: Keepers, means: Means, sign_out: SignOut) -> list[APIRouter]:
    users, sessions, clock, entropy = kept.users, kept.sessions, means.clock, means.entropy
    guesses = Guesses(kept.attempts, clock)
    sign_in = SignIn(users, sessions, kept.blocks, means.pins, guesses, means.tokens, clock, entropy)
    own = OwnSecret(users, sessions, means.pins, guesses, clock)
    change_zone = ChangeZone(users, ReadUser(users))
    refresh = RefreshSession(users, sessions, kept.blocks, means.tokens, clock, entropy)
    return [
        auth_router(SigningIn(sign_in, refresh, ChangePin(own), ChangePassword(own), change_zone)),
        console_router(sign_in, sign_out, change_zone),
        keys_router(means.signer),
    ]


def _force_logout(kept: Keepers, means: Means) -> ForceLogout:
    return ForceLogout(ReadUser(kept.users), EndSessions(kept.users, kept.sessions, means.clock))


def _users(kept: Keepers, means: Means, force_logout: ForceLogout | RevokeTokens) -> UserUseCases:
    users, clock, entropy = kept.users, means.clock, means.entropy
    maker = UserMaker(means.pins, clock, entropy)
    read, office, ending = ReadUser(users), Office(users), EndSessions(users, kept.sessions, clock)
    changes = UserChanges(
        update=UpdateUser(users, read),
        suspend=SuspendUser(read, office, ending),
        force_logout=force_logout,
        rotate_key=RotateProducerKey(users, read, entropy),
    )
    return UserUseCases(
        bootstrap=Bootstrap(users, kept.secret, maker),
        create=CreateUser(users, maker, entropy),
        read=read,
        list=ListUsers(users),
        changes=changes,
    )


def _accounts(kept: Keepers, means: Means) -> AccountChanges:
    users, clock = kept.users, means.clock
    read, office, ending = ReadUser(users), Office(users), EndSessions(users, kept.sessions, clock)
    return AccountChanges(
        change_role=ChangeRole(read, office, ending),
        reset_secret=ResetSecret(users, read, office, ending, kept.attempts, means.pins, clock, means.entropy),
    )


def _changes(kept: Keepers, means: Means) -> JurisdictionUseCases:
    read = ReadChange(kept.changes)
    return JurisdictionUseCases(
        request=RequestChange(kept.changes, kept.movables, means.clock, means.entropy),
        read=read,
        list=ListChanges(kept.changes),
        approve=ApproveChange(kept.changes, read, kept.movables, kept.users, means.clock),
        reject=RejectChange(kept.changes, read, kept.movables, means.clock),
    )
