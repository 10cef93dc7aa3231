"""Who may do what, to what, in which state: the real rules and verbs against a table written by hand.

`expected.csv` is written from CONTRACT (Access, States, API errors) and DOMAIN §1, never from the
code. A cell says `yes`, `no` (does not show), or the status that page and API answer: 403, 404,
409, 410. Several states or accesses in one cell mean each of them.
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from datasets.actions.answer_upload import answer_upload
from datasets.actions.approve_upload import approve_upload
from datasets.actions.cancel_upload import cancel_upload
from datasets.actions.delete_draft import delete_draft
from datasets.actions.edit_dataset import edit_dataset
from datasets.actions.receive_upload import receive_upload
from datasets.actions.register_dataset import register_dataset
from datasets.actions.return_upload import return_upload
from datasets.actions.submit_upload import submit_upload
from datasets.actions.withdraw_dataset import withdraw_dataset
from datasets.models import Dataset, Upload, User
from datasets.rules import errors
from datasets.rules.access import (
    Act,
    check_rows,
    find_dataset,
    find_upload,
    may,
    may_download_original,
    published_datasets,
)
from datasets.vocab import Access, Role, UploadState
from tests import factories

TABLE = Path(__file__).parent / "expected.csv"
OWN, OTHER = "dinas-lingkungan-hidup", "dinas-kesehatan"

#: Column of the table → (role, office).
PEOPLE: dict[str, tuple[Role, str] | None] = {
    "nobody": None,
    "producer": (Role.PRODUSEN, OWN),
    "other_producer": (Role.PRODUSEN, OTHER),
    "support": (Role.WALIDATA_PENDUKUNG, OWN),
    "other_support": (Role.WALIDATA_PENDUKUNG, OTHER),
    "walidata": (Role.WALIDATA, ""),
    "secretariat": (Role.SEKRETARIAT, ""),
    "pembina": (Role.PEMBINA, ""),
    "leader": (Role.PIMPINAN, ""),
    "admin": (Role.ADMIN, ""),
}
DATASET_STATES = ("draft", "published", "withdrawn")
DATASET_ACTS = ("list", "know", "rows", "edit", "upload", "delete", "withdraw")
UPLOAD_ACTS = ("follow", "original", "submit", "cancel", "answer", "approve", "return")
CITY_ACTS = ("create_here", "manage_users", "see_desk", "see_review")

STATUSES: dict[type[errors.Refused], str] = {
    errors.Denied: "403",
    errors.Hidden: "404",
    errors.IllegalMove: "409",
    errors.NotReady: "409",
    errors.Gone: "410",
}
Key = tuple[str, str, str, str]


def expected() -> dict[Key, dict[str, str]]:
    """(thing, state, access, act) → person → answer."""
    table: dict[Key, dict[str, str]] = {}
    with TABLE.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            for state, access in itertools.product(line["state"].split(), line["access"].split()):
                key = (line["thing"], state, access, line["act"])
                assert key not in table, f"twice in the table: {key}"
                table[key] = {person: line[person] for person in PEOPLE}
    return table


EXPECTED = expected()


@dataclass
class Scene:
    """The things of one line: a dataset of the own office, and an upload of it."""

    dataset: Dataset
    upload: Upload | None = None


def people() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, who in PEOPLE.items():
        if who is None:
            found[name] = AnonymousUser()
            continue
        role, office = who
        where = factories.office(office) if office else None
        found[name] = User.objects.create(username=name, name=name, role=role, organization=where)
    return found


def scene(thing: str, state: str, access: str, producer: User) -> Scene:
    grounds = {"access_basis": "UU 14/2008 Ps 17", "access_test_number": "1/2026"}
    dataset = factories.dataset(access=access, access_review_on=date(2027, 1, 1), **grounds)
    if thing == "dataset" and state == "draft":
        return Scene(dataset)
    factories.published(dataset)
    if thing == "dataset":
        if state == "withdrawn":
            dataset = withdraw_dataset(factories.wati(), dataset, "Salah hitung.")
        return Scene(dataset)
    return Scene(dataset, factories.upload(dataset, UploadState(state), uploaded_by=producer))


def answer(deed: Callable[[], Any]) -> str:
    """What came of it: `yes`, `no` for a plain False, or the status of the refusal; then undone."""
    try:
        with transaction.atomic():
            done = deed()
            transaction.set_rollback(True)
    except errors.Refused as refusal:
        return next(status for kind, status in STATUSES.items() if isinstance(refusal, kind))
    return "no" if done is False else "yes"


def on_dataset(act: str, actor: Any, it: Dataset) -> Callable[[], Any]:
    return {
        "list": lambda: published_datasets(actor).filter(pk=it.pk).exists(),
        "know": lambda: find_dataset(actor, it.slug),
        "rows": lambda: check_rows(actor, it),
        "edit": lambda: edit_dataset(actor, it, {"caveats": "Dua hari tanpa timbangan."}),
        "upload": lambda: receive_upload(actor, it, [b"bulan,ton\n2026-10,1\n"], "a.csv"),
        "delete": lambda: delete_draft(actor, it),
        "withdraw": lambda: withdraw_dataset(actor, it, "Salah hitung."),
    }[act]


def on_upload(act: str, actor: Any, it: Upload) -> Callable[[], Any]:
    return {
        "follow": lambda: find_upload(actor, it.pk),
        "original": lambda: may_download_original(actor, it),
        "submit": lambda: submit_upload(actor, it),
        "cancel": lambda: cancel_upload(actor, it),
        "answer": lambda: answer_upload(actor, it, {}),
        "approve": lambda: approve_upload(actor, it),
        "return": lambda: return_upload(actor, it, "Satuan salah."),
    }[act]


def in_city(act: str, actor: Any) -> Callable[[], Any]:
    short = ("Sampah plastik", "Sampah plastik terangkut.", "persampahan", "monthly")
    return {
        "create_here": lambda: register_dataset(actor, factories.office(), *short),
        "manage_users": lambda: may(actor, Act.MANAGE_USERS),
        "see_desk": lambda: may(actor, Act.SEE_DESK),
        "see_review": lambda: may(actor, Act.SEE_REVIEW),
    }[act]


def compare(state: str, access: str, act: str, thing: str, tried: dict[str, str]) -> None:
    assert tried == EXPECTED[thing, state, access, act], f"{thing} {state} {access} {act}"


@pytest.mark.parametrize("access", list(Access))
@pytest.mark.parametrize("state", DATASET_STATES)
def test_a_dataset_answers_as_the_table_says(db: None, state: str, access: str) -> None:
    who = people()
    dataset = scene("dataset", state, access, who["producer"]).dataset
    for act in DATASET_ACTS:
        tried = {name: answer(on_dataset(act, actor, dataset)) for name, actor in who.items()}
        compare(state, access, act, "dataset", tried)


@pytest.mark.parametrize("access", list(Access))
@pytest.mark.parametrize("state", list(UploadState))
def test_an_upload_answers_as_the_table_says(db: None, state: str, access: str) -> None:
    who = people()
    upload = scene("upload", state, access, who["producer"]).upload
    assert upload is not None
    for act in UPLOAD_ACTS:
        tried = {name: answer(on_upload(act, actor, upload)) for name, actor in who.items()}
        compare(state, access, act, "upload", tried)


@pytest.mark.parametrize("act", CITY_ACTS)
def test_the_city_answers_as_the_table_says(db: None, act: str) -> None:
    tried = {name: answer(in_city(act, actor)) for name, actor in people().items()}
    compare("any", "any", act, "city", tried)


def test_the_table_is_whole() -> None:
    things = [
        *itertools.product(["dataset"], DATASET_STATES, Access, DATASET_ACTS),
        *itertools.product(["upload"], UploadState, Access, UPLOAD_ACTS),
        *itertools.product(["city"], ["any"], ["any"], CITY_ACTS),
    ]
    assert set(EXPECTED) == {tuple(map(str, key)) for key in things}
    assert {role for who in PEOPLE.values() if who for role in [who[0]]} == set(Role)
