"""Who asks: tokens that work, and every token that does not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from datasets.actions.make_token import make_token
from datasets.actions.revoke_token import revoke_token
from datasets.models import ApiToken, User
from datasets.vocab import Access, Scope
from tests import factories

PATH = "/api/v1/datasets/tertutup"


@pytest.fixture
def plain(sari: User) -> str:
    """A token that reads Sari's closed dataset."""
    factories.published(factories.dataset("tertutup", access=Access.CLOSED))
    return make_token(sari, Scope.READ, 30)[1]


def ask(header: str) -> Any:
    return Client().get(PATH, headers={"Authorization": header})


def test_a_token_reads_as_its_person(plain: str) -> None:
    assert ask(f"Bearer {plain}").status_code == 200
    assert ask(f"bearer {plain}").status_code == 200


def test_its_use_is_noted_now_and_then(plain: str, django_assert_num_queries: Any) -> None:
    ask(f"Bearer {plain}")
    used = ApiToken.objects.get().last_used_at
    assert used is not None
    ask(f"Bearer {plain}")
    assert ApiToken.objects.get().last_used_at == used


@pytest.mark.parametrize("header", ["", "  "])
def test_an_empty_header_is_nobody(plain: str, header: str) -> None:
    assert ask(header).status_code == 404


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Bearer a.b",
        "Basic c2FyaTpzYW5kaQ==",
        "Bearer {plain}x",
        "Bearer {plain} ",
        "{plain}",
        "Bearer ' OR 1=1 --",
        "Bearer \x00.aaaaaaaaaaaaaaaaaaaaaaaa",
        "Bearer aaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ],
)
def test_a_wrong_token_is_401_always_in_the_same_words(plain: str, header: str) -> None:
    answer = ask(header.replace("{plain}", plain if header != "Bearer {plain} " else plain[:-1]))
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
    assert answer.json()["code"] == "invalid_token"
    assert answer["Content-Type"] == "application/problem+json"


def test_an_expired_token_is_401(plain: str) -> None:
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert ask(f"Bearer {plain}").status_code == 401


def test_a_revoked_token_is_401(plain: str, sari: User) -> None:
    revoke_token(sari, ApiToken.objects.get())
    assert ask(f"Bearer {plain}").status_code == 401


def test_the_token_of_a_closed_account_is_401(plain: str) -> None:
    User.objects.update(is_active=False)
    assert ask(f"Bearer {plain}").status_code == 401


def test_a_token_in_the_address_is_no_token(plain: str) -> None:
    assert Client().get(f"{PATH}?token={plain}").status_code == 400


def test_only_the_digest_is_kept(plain: str) -> None:
    token = ApiToken.objects.get()
    assert plain.partition(".")[2] not in (token.digest, token.prefix)
    assert len(token.digest) == 64


def test_a_session_reads_as_its_person(plain: str, sari: User, budi: User) -> None:
    for person, status in ((sari, 200), (budi, 404)):
        client = Client()
        client.force_login(person)
        answer = client.get(PATH)
        assert answer.status_code == status
        assert "public" not in answer["Cache-Control"]
