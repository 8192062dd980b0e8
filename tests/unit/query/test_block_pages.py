"""The pages of blocks, and undoing one by a second person."""

import pytest

from lacre.ports.blocks import BlockState
from tests.fakes.found import block, uuid
from tests.unit.query.console import ADMIN
from tests.unit.query.page_world import PageWorld, led, said

REASON = "The agent forgot the new PIN."


@pytest.fixture
def world() -> PageWorld:
    return PageWorld()


def test_the_list_shows_who_is_kept_out_and_why(world: PageWorld) -> None:
    assert "Nobody is kept out" in world.page("/blocks").text
    placed = world.blocked(rule="api_key_flood")
    page = world.page("/blocks").text
    expected = ("A flood of wrong API keys", placed.actor_id, "2027-01-01", "In force")
    assert [one for one in expected if one not in page] == []
    assert "No block here" in world.page("/blocks?state=UNDONE").text
    assert world.told[-1] == ("READ_ALERTS", "*")


def test_an_administrator_undoes_a_block_from_where_it_is_shown(world: PageWorld) -> None:
    alert = world.raised(block_id=uuid(3001))
    placed = world.blocked(alert_id=alert.alert_id)
    page = world.page(f"/alerts/{alert.alert_id}", "admin").text
    assert f'action="../blocks/{placed.block_id}/unblock"' in page
    back = f"alerts/{alert.alert_id}"
    assert f'name="back" value="{back}"' in page
    answer = world.send(f"/blocks/{placed.block_id}/unblock", who="admin", reason=REASON, back=back)
    assert led(answer) == (303, f"../../{back}")
    assert (world.blocks[placed.actor_id].state, world.told[-1]) == (
        BlockState.UNDONE,
        ("ACTOR_UNBLOCKED", placed.block_id),
    )
    page = world.page(f"/blocks/{placed.block_id}", "admin").text
    assert ("Undone" in page, REASON in page, "/unblock" in page) == (True, True, False)


def test_an_auditor_sees_it_and_does_not_undo_it(world: PageWorld) -> None:
    placed = world.blocked()
    page = world.page("/blocks").text
    assert ("An administrator can undo it." in page, "/unblock" in page) == (True, False)
    assert said(world.send(f"/blocks/{placed.block_id}/unblock", reason=REASON)) == (403, "ROLE_MISSING")
    assert world.blocks[placed.actor_id].state is BlockState.ACTIVE


def test_the_blocked_person_is_told_that_it_is_for_another(world: PageWorld) -> None:
    placed = world.blocked(actor_id=ADMIN.id)
    page = world.page("/blocks", "admin").text
    assert ("another person undoes it" in page, "/unblock" in page) == (True, False)
    answer = world.send(f"/blocks/{placed.block_id}/unblock", who="admin", reason=REASON)
    assert said(answer) == (403, "SAME_PERSON")
    assert "This is for another person" in answer.text
    assert f'<a class="button" href="../../blocks/{placed.block_id}">' in answer.text


def test_what_was_undone_or_is_over_is_not_undone(world: PageWorld) -> None:
    placed = world.blocked()
    path = f"/blocks/{placed.block_id}/unblock"
    world.send(path, who="admin", reason=REASON)
    assert said(world.send(path, who="admin", reason=REASON, version=2)) == (409, "BLOCK_NOT_IN_FORCE")
    over = block(2, until="2026-01-01T00:00:00.000Z")
    world.blocks[over.actor_id] = over
    page = world.page("/blocks", "admin").text
    assert ("Expired" in page, f"{over.block_id}/unblock" in page) == (True, False)


@pytest.mark.parametrize("reason", ["", " ", "x" * 201, None])
def test_a_reason_is_mandatory(world: PageWorld, reason: str | None) -> None:
    placed = world.blocked()
    answer = world.send(f"/blocks/{placed.block_id}/unblock", who="admin", reason=reason)
    assert said(answer) == (422, "INVALID_INPUT")
    assert world.blocks[placed.actor_id].state is BlockState.ACTIVE


def test_an_alert_whose_block_is_no_longer_the_last_says_so(world: PageWorld) -> None:
    alert = world.raised(block_id=uuid(3001))
    world.blocked(number=2, actor_id="u-1")
    assert "has another by now" in world.page(f"/alerts/{alert.alert_id}").text


def test_the_page_of_nothing(world: PageWorld) -> None:
    answer = world.page(f"/blocks/{uuid(1)}")
    assert (said(answer), '<a class="button" href="../blocks">' in answer.text) == ((404, "NO_SUCH_BLOCK"), True)
