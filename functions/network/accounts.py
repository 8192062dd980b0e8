"""The network's accounts, made of identity's users: the one place where the two packages meet."""

from identity.model.role import Role
from identity.people.open_account import Holder, OpenAccount
from lacre.model.vocabulary import EntityType
from lacre.recording.change import Further
from network.model.place import Place
from network.ports.accounts import Account


class AgentAccounts:
    """`network.ports.accounts.Accounts`."""

    def __init__(self, open_account: OpenAccount) -> None:
        self._open_account = open_account

    def open(self, username: str, name: str, place: Place, agent_id: str) -> Account:
        holder = Holder(username, name, Role.AGENT, place.province, place.district, EntityType.AGENT, agent_id)
        opened = self._open_account(holder)
        event = Further("CREATE_USER", EntityType.USER, opened.user.id, after=opened.user.shown())
        return Account(opened.user.id, username, opened.pin, opened.writes, event)
