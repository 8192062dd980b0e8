"""The hedge function through its handler, with golden payloads of the gateway."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.integration.http.conftest import Cloud
from tests.integration.http.gateway import Answer, call, payload

pytestmark = pytest.mark.usefixtures("cheap_pins")


@dataclass
class Desk:
    """A trader's and a risk manager's, and the ids of what they made, which golden payloads call by one id."""

    cloud: Cloud
    trader: str
    risk: str

    def ask(self, name: str, entity: str | None = None, **other: Any) -> Answer:
        answer = call(self.cloud.hedge, payload(f"hedge_{name}", token=self.trader, entity=entity, **other))
        if answer.status == 403:
            return call(self.cloud.hedge, payload(f"hedge_{name}", token=self.risk, entity=entity, **other))
        return answer

    def made(self, name: str, **other: Any) -> str:
        answer = self.ask(name, **other)
        assert answer.status == 201, answer.text
        return str(answer.json["id"])


@pytest.fixture
def desk(cloud: Cloud) -> Desk:
    cloud.bootstrap()
    admin = cloud.login()
    people = {"tomas.trader": "TRADER", "rita.risk": "RISK_MANAGER"}
    return Desk(cloud, *(cloud.person(admin, name, role) for name, role in people.items()))


def test_a_day_at_the_desk(desk: Desk) -> None:
    assert [desk.ask(name).status for name in ("publish_price", "publish_prices")] == [201, 201]
    order, contract = desk.made("create_sale"), desk.made("create_contract")
    other = desk.made("create_purchase")
    link = desk.made("create_linkage", body={"order_id": order, "contract_id": contract, "quantity_mt": "40"})
    read = {"read_order": order, "read_contract": contract, "read_linkage": link, "mtm_of_order": order}
    read |= {"mtm_of_contract": contract, "pl": contract, "list_ledger_of_contract": contract}
    assert {name: desk.ask(name, one).status for name, one in read.items()} == dict.fromkeys(read, 200)
    lists = ("list_orders", "list_contracts", "list_linkages", "list_prices", "list_ledger")
    figures = ("commercial_exposures", "global_exposures", "analytic_cashflow", "projected_cashflow", "what_if")
    assert [desk.ask(name).status for name in (*lists, *figures)] == [200] * 10
    assert (desk.ask("take_baseline").status, desk.ask("read_baseline").status) == (201, 200)
    absent = ("take_mtm", "read_mtm", "take_pl", "read_pl", "cancel_contract", "archive_contract")
    assert [desk.ask(name).status for name in absent] == [404] * 6, "the payloads' own id is of nothing"
    assert desk.ask("settle_contract", contract).status == 201
    assert [desk.ask(name, contract).status for name in ("cancel_contract", "archive_contract")] == [409, 200]
    assert desk.ask("archive_order", other).status == 200
    recorded = [header.action for header in desk.cloud.events if header.actor_type in ("TRADER", "RISK_MANAGER")]
    assert recorded.count("UNAUTHORIZED_ACCESS_ATTEMPT") > 6
    assert {"CREATE_ORDER", "SETTLE_CONTRACT", "ARCHIVE_ORDER", "TAKE_SNAPSHOT", "RUN_WHAT_IF"} <= set(recorded)
