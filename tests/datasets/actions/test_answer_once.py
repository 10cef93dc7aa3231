"""A key stands for one call of one person: once done, answered again; refused for anything else."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from datasets.actions.answer_once import KEPT_FOR, Answer, answer_once
from datasets.models import IdempotentAnswer, Organization, User
from datasets.rules.errors import Hidden, Invalid, KeyReused
from tests import factories


def made(number: int = 1) -> Answer:
    return Answer(201, f"{number}", {"Location": "/x"})


def test_the_first_answer_is_given_again_and_nothing_is_done_twice(sari: User) -> None:
    first = answer_once(sari, "k1", "call", made)
    again = answer_once(sari, " k1 ", "call", lambda: made(2))
    assert (first.body, first.is_replay) == ("1", False)
    assert (again.status, again.body, again.headers, again.is_replay) == (201, "1", {"Location": "/x"}, True)


def test_another_call_under_the_same_key_is_refused(sari: User, budi: User) -> None:
    answer_once(sari, "k1", "call", made)
    with pytest.raises(KeyReused):
        answer_once(sari, "k1", "another", made)
    assert not answer_once(budi, "k1", "another", made).is_replay


def test_what_was_refused_leaves_the_key_free_and_undoes_what_it_did(sari: User) -> None:
    def refused() -> Answer:
        factories.office("dinas-baru")
        raise Hidden

    with pytest.raises(Hidden):
        answer_once(sari, "k1", "call", refused)
    assert not Organization.objects.filter(slug="dinas-baru").exists()
    assert answer_once(sari, "k1", "another", made).body == "1"


def test_after_a_week_a_key_is_free_again(sari: User) -> None:
    answer_once(sari, "k1", "call", made)
    row = IdempotentAnswer.objects.get()
    IdempotentAnswer.objects.update(created_at=row.created_at - KEPT_FOR - timedelta(seconds=1))
    assert answer_once(sari, "k1", "another", lambda: made(2)).body == "2"


@pytest.mark.parametrize("key", ["", "   ", "x" * 201, "kunci–baru", "a\nb", "a\x00b"])
def test_a_key_is_short_plain_ascii(sari: User, key: str) -> None:
    with pytest.raises(Invalid):
        answer_once(sari, key, "call", made)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_acts_and_both_are_answered_alike() -> None:
    sari = factories.sari()
    acting, both = threading.Event(), threading.Event()
    found: list[Answer] = []

    def act() -> Answer:
        acting.set()
        both.wait(10)
        return made(len(found) + 1)

    def call() -> None:
        found.append(answer_once(sari, "k1", "call", act))
        connection.close()

    threads = [threading.Thread(target=call) for _ in range(2)]
    threads[0].start()
    assert acting.wait(10)
    threads[1].start()
    both.set()
    for thread in threads:
        thread.join(10)
    assert [one.body for one in found] == ["1", "1"]
    assert sorted(one.is_replay for one in found) == [False, True]
    assert IdempotentAnswer.objects.count() == 1
