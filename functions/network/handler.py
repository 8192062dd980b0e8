"""The network function, wired. Importing it opens no connection and makes nothing secret, unique or fresh."""

from typing import TYPE_CHECKING

from fastapi import FastAPI

from functions.network.accounts import AgentAccounts
from functions.network.settings import Settings
from identity.aws.argon2_pins import Argon2Pins
from identity.aws.users_table import UsersTable
from identity.people.open_account import OpenAccount
from identity.people.user_draft import UserMaker
from identity.wiring.authenticator import keys_probe, token_authenticator
from lacre.aws import clients
from lacre.aws.ambient import SystemClock, SystemEntropy
from lacre.http.application import create_application
from lacre.wiring.gateway import behind_gateway
from lacre.wiring.trail import events_probe, trail
from network.agents.create_agent import CreateAgent
from network.agents.list_agents import ListAgents
from network.agents.read_agent import ReadAgent
from network.agents.update_agent import UpdateAgent
from network.aws.agents_table import AgentsTable
from network.http.agents import AgentUseCases, agents_router

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def application(settings: Settings) -> FastAPI:
    database = clients.dynamodb()
    return create_application(
        "Lacre: network",
        trail(settings.trail, token_authenticator(settings.token, database), database, "network"),
        [agents_router(_use_cases(settings, database))],
        {"events table": events_probe(settings.trail, database), "token keys": keys_probe(settings.token)},
    )


def _use_cases(settings: Settings, database: "DynamoDBClient") -> AgentUseCases:
    clock, entropy = SystemClock(), SystemEntropy()
    agents = AgentsTable(database, settings.network_table)
    maker = UserMaker(Argon2Pins(), clock, entropy)
    accounts = AgentAccounts(OpenAccount(UsersTable(database, settings.users_table), maker, entropy))
    read_agent = ReadAgent(agents)
    return AgentUseCases(
        create=CreateAgent(agents, accounts, clock, entropy),
        read=read_agent,
        list=ListAgents(agents),
        update=UpdateAgent(agents, read_agent, clock),
    )


handler = behind_gateway(application(Settings.from_env()))
