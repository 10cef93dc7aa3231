"""The table of moves, against the way CONTRACT describes."""

from __future__ import annotations

import pytest

from datasets.models import User
from datasets.rules.errors import IllegalMove
from datasets.rules.states import (
    BEFORE_APPROVAL,
    MOVES,
    UNFINISHED,
    VERSION_MOVES,
    Move,
    check_version_move,
    moves_for,
    target,
)
from datasets.vocab import Role, UploadState, VersionState
from tests import factories

#: Written from CONTRACT, States: from → move → to. Nothing else is possible.
WAY = """
received       start    checking
received       cancel   cancelled
received       drop     cancelled
checking       ask      needs_answer
checking       fail     failed
checking       accept   ready
checking       cancel   cancelled
checking       drop     cancelled
needs_answer   answer   checking
needs_answer   cancel   cancelled
needs_answer   drop     cancelled
failed         answer   checking
failed         cancel   cancelled
failed         drop     cancelled
ready          answer   checking
ready          submit   submitted
ready          cancel   cancelled
ready          drop     cancelled
submitted      refer    pembina_review
submitted      approve  approved
submitted      return   returned
submitted      cancel   cancelled
submitted      drop     cancelled
returned       answer   checking
returned       cancel   cancelled
returned       drop     cancelled
pembina_review approve  approved
pembina_review return   returned
pembina_review cancel   cancelled
pembina_review drop     cancelled
approved       publish  published
approved       overtake returned
approved       drop     cancelled
"""
KNOWN = {(line.split()[0], line.split()[1]): line.split()[2] for line in WAY.strip().splitlines()}


@pytest.mark.parametrize("state", list(UploadState))
@pytest.mark.parametrize("move", list(Move))
def test_each_move_leads_where_the_contract_says_or_nowhere(state: UploadState, move: Move) -> None:
    if (state, move) in KNOWN:
        assert target(state, move) == KNOWN[state, move]
        return
    with pytest.raises(IllegalMove) as refusal:
        target(state, move)
    assert (refusal.value.state, refusal.value.move) == (state, move)


def test_the_table_has_no_move_beside_the_way() -> None:
    table = {(state, move): to for move, steps in MOVES.items() for state, to in steps.items()}
    assert table == KNOWN


def test_published_and_cancelled_are_ends() -> None:
    assert set(UploadState) - set(UNFINISHED) == {UploadState.PUBLISHED, UploadState.CANCELLED}
    assert set(UNFINISHED) - set(BEFORE_APPROVAL) == {UploadState.APPROVED}


def test_a_refused_move_names_the_state_in_words() -> None:
    with pytest.raises(IllegalMove, match="Terbit"):
        target("published", Move.CANCEL)


@pytest.mark.parametrize("now", list(VersionState))
@pytest.mark.parametrize("then", list(VersionState))
def test_a_version_is_published_then_superseded_or_withdrawn(now: VersionState, then: VersionState) -> None:
    ways = {("building", "published"), ("published", "superseded"), ("published", "withdrawn")}
    if (now, then) in ways:
        check_version_move(now, then)
    else:
        with pytest.raises(IllegalMove):
            check_version_move(now, then)
    assert set(VERSION_MOVES) == set(VersionState)


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        (UploadState.RECEIVED, [Move.CANCEL]),
        (UploadState.NEEDS_ANSWER, [Move.ANSWER, Move.CANCEL]),
        (UploadState.READY, [Move.ANSWER, Move.SUBMIT, Move.CANCEL]),
        (UploadState.SUBMITTED, [Move.CANCEL]),
        (UploadState.APPROVED, []),
        (UploadState.PUBLISHED, []),
    ],
)
def test_the_sender_sees_the_buttons_that_are_theirs(
    sari: User, state: UploadState, buttons: list[Move]
) -> None:
    upload = factories.upload(factories.dataset(), state)
    assert list(moves_for(sari, upload)) == buttons


def test_reviewers_see_theirs_and_others_none(sari: User, budi: User, wati: User) -> None:
    dataset = factories.dataset()
    submitted = factories.upload(dataset, UploadState.SUBMITTED)
    review = factories.upload(dataset, UploadState.PEMBINA_REVIEW)
    bima = factories.person("bima", Role.PEMBINA)
    joko = factories.person("joko", Role.WALIDATA_PENDUKUNG, "dinas-lingkungan-hidup")
    assert moves_for(wati, submitted) == (Move.APPROVE, Move.RETURN)
    assert moves_for(joko, submitted) == (Move.RETURN,)
    assert moves_for(bima, submitted) == ()
    assert moves_for(bima, review) == (Move.APPROVE, Move.RETURN)
    assert moves_for(wati, review) == ()
    assert moves_for(budi, submitted) == ()
    assert moves_for(None, submitted) == ()
