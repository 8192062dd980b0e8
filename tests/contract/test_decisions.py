"""What identity decides, committed whole: writes of several tables in one transaction, in memory and on DynamoDB."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from functions.identity.movables import NetworkMovables
from identity.aws.jurisdiction_changes_table import JurisdictionChangesTable
from identity.aws.login_attempts import LoginAttemptsTable
from identity.aws.sessions_table import SessionsTable
from identity.aws.users_table import UsersTable
from identity.jurisdictions.approve_change import ApproveChange
from identity.jurisdictions.read_change import ReadChange
from identity.jurisdictions.request_change import RequestChange, Wish
from identity.model.attempts import Attempts
from identity.model.credential import Credential, SecretKind
from identity.model.refresh_token import RefreshToken
from identity.model.role import Role
from identity.model.session import Session, SessionState
from identity.model.user import User, UserState
from identity.people.end_sessions import EndSessions
from identity.people.office import Office
from identity.people.read_user import ReadUser
from identity.people.reset_secret import ResetSecret
from identity.people.suspend_user import SuspendUser
from identity.ports.jurisdiction_changes import JurisdictionChanges
from identity.ports.login_attempts import LoginAttempts
from identity.ports.sessions import Sessions
from identity.ports.users import Users
from lacre.aws.events_table import EventsTable
from lacre.model.place import Place
from lacre.model.vocabulary import EntityType
from lacre.ports.errors import StateConflictError
from network.aws.agent_rows import AgentForm
from network.aws.entities_table import EntitiesTable
from network.model.agent import Agent
from network.ports.entities import Entities
from tests.fakes.ambient import START, ManualClock, SeededEntropy
from tests.fakes.commits import Commit, committing
from tests.fakes.entities import MemoryEntities
from tests.fakes.events import MemoryEvents
from tests.fakes.jurisdictions import MemoryChanges
from tests.fakes.login_attempts import MemoryLoginAttempts
from tests.fakes.sessions import MemorySessions
from tests.fakes.users import MemoryUsers
from tests.tables import create
from tests.unit.identity.worlds import CHEAP_PINS

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

HOME, FAR = Place("Nampula", "Centro"), Place("Zambézia", "Centro")
ANA_ID, EVA_ID, LIA_ID, AGENT_ID = (f"01a1ee56-5e00-75b1-a522-{number:012x}" for number in range(4))


def user(user_id: str, username: str, role: Role = Role.ADMIN) -> User:
    return User(user_id, username, username.title(), role, HOME.province, HOME.district, START)


ANA, EVA, LIA = user(ANA_ID, "ana"), user(EVA_ID, "eva"), user(LIA_ID, "lia", Role.AGENT)
AGENT = Agent(
    id=AGENT_ID, name="Lia", phone="+258840000009", place=HOME, account_id=LIA_ID, created_at=START, changed_at=START
)


@dataclass(frozen=True)
class Keeper:
    commit: Commit
    users: Users
    sessions: Sessions
    attempts: LoginAttempts
    changes: JurisdictionChanges
    agents: Entities[Agent]

    def __post_init__(self) -> None:
        for one in (ANA, EVA, LIA):
            self.commit(self.users.creating(one, Credential(one.id, "$argon2id$x")))
        self.commit([self.agents.adding(AGENT)])

    @property
    def _ending(self) -> EndSessions:
        return EndSessions(self.users, self.sessions, ManualClock())

    @property
    def suspend(self) -> SuspendUser:
        return SuspendUser(ReadUser(self.users), Office(self.users), self._ending)

    @property
    def reset(self) -> ResetSecret:
        read, office, clock = ReadUser(self.users), Office(self.users), ManualClock()
        entropy = SeededEntropy(3)
        return ResetSecret(self.users, read, office, self._ending, self.attempts, CHEAP_PINS, clock, entropy)

    @property
    def _movables(self) -> NetworkMovables:
        return NetworkMovables(self.agents, MemoryEntities(), MemoryEntities())

    @property
    def request(self) -> RequestChange:
        return RequestChange(self.changes, self._movables, ManualClock(), SeededEntropy(5))

    @property
    def approve(self) -> ApproveChange:
        return ApproveChange(self.changes, ReadChange(self.changes), self._movables, self.users, ManualClock())

    def session_of(self, one: User) -> Session:
        session_id = f"01a1ee56-5e00-75b1-a523-{one.id[-12:]}"
        made = Session.of(one, RefreshToken.first(session_id, SeededEntropy()), START)
        self.commit([self.sessions.starting(made)])
        return made

    def now(self, one: User) -> User:
        found = self.users.by_id(one.id)
        assert found is not None
        return found


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    if request.param == "memory":
        commit = committing(MemoryEvents())
        stores = MemoryUsers(), MemorySessions(), MemoryLoginAttempts(), MemoryChanges(), MemoryEntities[Agent]()
        return Keeper(commit, *stores)
    names = ("events", "users", "sessions", "counters", "jurisdictions", "network")
    events, users, sessions, counters, changes, network = (create(dynamodb, name) for name in names)
    return Keeper(
        committing(EventsTable(dynamodb, events)),
        UsersTable(dynamodb, users),
        SessionsTable(dynamodb, sessions),
        LoginAttemptsTable(dynamodb, counters),
        JurisdictionChangesTable(dynamodb, changes),
        EntitiesTable(dynamodb, network, AgentForm()),
    )


def test_a_suspension_holds_the_one_and_ends_the_sessions_of_the_other(keeper: Keeper) -> None:
    session = keeper.session_of(EVA)
    decided = keeper.suspend(ANA.acting("s-1"), EVA.id, 1, "gone")
    keeper.commit(decided.change.writes)
    assert keeper.now(EVA) == replace(EVA, state=UserState.SUSPENDED, version=2, generation=2)
    assert keeper.now(ANA) == ANA
    ended = keeper.sessions.find(session.id)
    assert ended is not None
    assert ended.state is SessionState.ENDED


def test_of_two_who_suspend_each_other_one_is_left(keeper: Keeper) -> None:
    first = keeper.suspend(ANA.acting("s-1"), EVA.id, 1, "gone")
    second = keeper.suspend(EVA.acting("s-2"), ANA.id, 1, "gone")
    keeper.commit(first.change.writes)
    with pytest.raises(StateConflictError):
        keeper.commit(second.change.writes)
    assert keeper.now(ANA).state is UserState.ACTIVE


def test_a_reset_changes_credential_user_and_lock_together(keeper: Keeper) -> None:
    keeper.session_of(LIA)
    assert keeper.attempts.count("lia", Attempts(9, START + 60_000, 1), 0)
    made = keeper.reset(ANA.acting("s-1"), LIA.id, SecretKind.PIN)
    overtaken = keeper.reset(EVA.acting("s-2"), LIA.id, SecretKind.PASSWORD)
    keeper.commit(made.change.writes)
    assert keeper.now(LIA) == replace(LIA, version=2, generation=2, must_change=SecretKind.PIN)
    credential = keeper.users.credential(LIA.id)
    assert credential is not None
    assert CHEAP_PINS.matches(made.secret, credential.pin_hash)
    assert keeper.attempts.find("lia", START).failures == 0
    with pytest.raises(StateConflictError):
        keeper.commit(overtaken.change.writes)
    assert keeper.users.credential(LIA.id) == credential


def test_an_approval_moves_change_agent_and_account_or_nothing(keeper: Keeper) -> None:
    asked = keeper.request(ANA.acting("s-1"), Wish(EntityType.AGENT, AGENT_ID, FAR, "nearer"))
    keeper.commit(asked.change.writes)
    approved = keeper.approve(EVA.acting("s-2"), asked.asked.id, 1)
    overtaken = keeper.approve(EVA.acting("s-2"), asked.asked.id, 1)
    keeper.commit(approved.change.writes)
    assert keeper.changes.find(asked.asked.id) == approved.asked
    assert keeper.agents.find(AGENT_ID) == replace(AGENT, place=FAR, version=3, changed_at=START)
    assert keeper.now(LIA) == replace(LIA, province=FAR.province, district=FAR.district, version=2)
    with pytest.raises(StateConflictError):
        keeper.commit(overtaken.change.writes)
    assert keeper.now(LIA).version == 2


def test_an_approval_whose_account_changed_moves_nothing(keeper: Keeper) -> None:
    asked = keeper.request(ANA.acting("s-1"), Wish(EntityType.AGENT, AGENT_ID, FAR, "nearer"))
    keeper.commit(asked.change.writes)
    approved = keeper.approve(EVA.acting("s-2"), asked.asked.id, 1)
    keeper.commit([keeper.users.replacing(replace(LIA, name="Lia Nova", version=2), 1)])
    with pytest.raises(StateConflictError):
        keeper.commit(approved.change.writes)
    assert keeper.changes.find(asked.asked.id) == asked.asked
    assert keeper.agents.find(AGENT_ID) == replace(AGENT, pending_change=asked.asked.id, version=2, changed_at=START)
