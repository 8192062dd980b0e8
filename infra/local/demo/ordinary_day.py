"""A day of ordinary life in one district: first logins, sales, receipts, uploads of what was done offline."""

from infra.local.demo.acts import (
    CANCEL,
    LIST_AGENTS,
    LIST_MARKETS,
    LIST_POS,
    LIST_SALES,
    PRINT,
    READ_AGENT,
    READ_MERCHANT,
    READ_POS,
    REPRINT,
    SELL,
    SELL_AGAIN,
    SELL_TOO_MUCH,
    UPDATE_AGENT,
    UPDATE_MARKET,
    UPDATE_MERCHANT,
    Act,
)
from infra.local.demo.district import District, Made, Owner, Terminal
from infra.local.demo.names import GOODS
from infra.local.demo.offline import upload
from infra.local.demo.sales import sale

MOST_SALES = 4


def morning(district: District) -> None:
    """Agents and merchants log in for the first time and choose a PIN; the clerk looks around."""
    district.clerk.act(LIST_AGENTS)
    district.clerk.act(LIST_MARKETS)
    for number, owner in enumerate(district.agents):
        _arrive(district, owner, "agent", number)
        owner.caller.act(READ_AGENT, None, owner.id)
    for number, owner in enumerate(district.merchants):
        _arrive(district, owner, "merchant", number)
        owner.caller.act(READ_MERCHANT, None, owner.id)


def business(district: District) -> None:
    """POS sell, or upload in the evening what they sold offline; the clerk keeps the registers."""
    for terminal in district.terminals:
        dice = district.plan.chance("trade", terminal.number)
        if dice.random() < 1 / 6:
            upload(district, terminal)
        else:
            for number in range(dice.randint(1, MOST_SALES)):
                _sell(district, terminal, number)
    _keep_registers(district)


def evening(district: District) -> None:
    """Merchants look at their sales; most people log out, and some forget to."""
    for merchant in district.merchants:
        merchant.caller.act(LIST_POS)
        merchant.caller.act(LIST_SALES)
    for number, owner in enumerate([*district.agents, *district.merchants]):
        if district.plan.chance(f"leaving {district.name}", number).random() < 2 / 3:
            owner.caller.log_out()
    district.clerk.act(READ_POS, None, district.terminals[0].id)


def _arrive(district: District, owner: Owner, kind: str, number: int) -> None:
    dice, caller = district.plan.chance(f"arrival {kind} {district.name}", number), owner.caller
    if dice.random() < 1 / 6:
        caller.mistype()
    caller.settle_in(district.plan.pin(caller.username))
    if dice.random() < 1 / 6:
        caller.refresh()


def _sell(district: District, terminal: Terminal, number: int) -> None:
    dice = district.plan.chance(f"sale {number}", terminal.number)
    body = sale(dice)
    prints = dice.random() < 1 / 2
    act = SELL.also("RECEIPT_PRINTED") if prints else SELL
    key = f"{terminal.id}-{number}"
    made = terminal.caller.act(act, {**body, "print_receipt": prints}, key=key)
    if dice.random() < 1 / 8:
        # The answer was lost on the way: the terminal cannot know that it need not ask again.
        terminal.caller.act(SELL_AGAIN, {**body, "print_receipt": prints}, key=key)
    if not prints and dice.random() < 1 / 3:
        terminal.agent.caller.act(PRINT, None, made["id"])
        prints = True
    if prints and dice.random() < 1 / 8:
        terminal.caller.act(REPRINT, None, made["id"])
    if not prints and dice.random() < 1 / 6:
        terminal.agent.caller.act(
            CANCEL, {"reason": "The customer changed their mind."}, made["id"], version=made["version"]
        )
    if terminal.is_limited and dice.random() < 1 / 6:
        terminal.caller.act(SELL_TOO_MUCH, {**body, "amount": "2500.00", "description": dice.choice(GOODS)})


def _keep_registers(district: District) -> None:
    for number, agent in enumerate(district.agents[2::3]):
        _change(district, UPDATE_AGENT, agent, {"phone": f"+25885{district.index:03d}{number:04d}"})
    for number, merchant in enumerate(district.merchants[1::4]):
        _change(district, UPDATE_MERCHANT, merchant, {"phone": f"+25886{district.index:03d}{number:04d}"})
    _change(district, UPDATE_MARKET, district.markets[0], {"name": f"Mercado Renovado de {district.name}"})


def _change(district: District, act: Act, entity: Made, body: dict[str, str]) -> None:
    entity.version = district.clerk.act(act, body, entity.id, version=entity.version)["version"]
