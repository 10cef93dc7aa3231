"""Many moves in one call, over several datasets: each with its own result, together or one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext
from rest_framework.request import Request

from api.errors import body_of_problem, problem_of
from api.replies import as_json
from api.v1.base import ApiView, actor_of, body_of, demand_scope, fields_in, text_in
from api.v1.idempotency import once
from api.v1.uploads import again
from datasets.actions.approve_upload import approve_upload
from datasets.actions.cancel_upload import cancel_upload
from datasets.actions.edit_dataset import EDITABLE, edit_dataset
from datasets.actions.return_upload import return_upload
from datasets.actions.submit_upload import submit_upload
from datasets.actions.withdraw_dataset import withdraw_dataset
from datasets.models import Upload, User
from datasets.queries.cards import card_of
from datasets.queries.errors import BadParameter
from datasets.queries.uploads import view_of
from datasets.rules.access import find_dataset, find_upload
from datasets.vocab import Scope

#: Most operations of one call: they are carried out while the caller waits.
MOST_OPERATIONS = 100

Given = Mapping[str, Any]


@dataclass(frozen=True)
class _Verb:
    """What one `op` needs beside its name, and what it does."""

    scope: Scope
    fields: tuple[str, ...]
    act: Callable[[User, Given], dict[str, Any]]


class BulkView(ApiView):
    """`POST bulk`: `{"operations": [{"op": "submit", "upload": "…"}, …], "atomic": false}`."""

    def post(self, request: Request) -> HttpResponse:
        """Each result stands at the place of its operation; `failed` counts the refusals.

        Without `atomic` each operation holds by itself; with it, one refusal undoes them all.
        """
        actor, body = actor_of(request), body_of(request)
        fields_in(body, "operations", "atomic")
        given, is_atomic = body.get("operations"), body.get("atomic", False)
        if not isinstance(given, list) or not 1 <= len(given) <= MOST_OPERATIONS:
            detail = gettext("Isikan 1 sampai %(most)s langkah sebagai daftar “operations”.")
            raise BadParameter("operations", "required", detail % {"most": MOST_OPERATIONS})
        if not isinstance(is_atomic, bool):
            raise BadParameter("atomic", "unreadable", gettext("Isikan true atau false."))
        return once(request, body, lambda: _answer(request, actor, given, is_atomic=is_atomic))


def _answer(request: Request, actor: User, given: list[Any], *, is_atomic: bool) -> HttpResponse:
    with transaction.atomic() if is_atomic else nullcontext():
        results = [_result(request, actor, place, one) for place, one in enumerate(given)]
        failed = sum(not one["ok"] for one in results)
        if is_atomic and failed:
            transaction.set_rollback(True)
    told = {
        "count": len(results),
        "failed": failed,
        "rolled_back": is_atomic and failed > 0,
        "results": results,
    }
    return as_json(told)


def _result(request: Request, actor: User, place: int, given: Any) -> dict[str, Any]:
    """What became of one operation; a refusal is told as the single call would tell it."""
    name = given.get("op") if isinstance(given, dict) else None
    try:
        with transaction.atomic():
            verb = _verb(name, given)
            demand_scope(request, verb.scope)
            return {"place": place, "op": name, "ok": True, "status": 200, "result": verb.act(actor, given)}
    except Exception as error:
        problem = problem_of(error)
        if problem.status == 500:
            raise
        shown = body_of_problem(problem)
        return {"place": place, "op": name, "ok": False, "status": problem.status, "problem": shown}


def _verb(name: Any, given: Any) -> _Verb:
    verb = _VERBS.get(name) if isinstance(name, str) else None
    if verb is None:
        detail = gettext("“op” adalah salah satu dari: %(known)s.") % {"known": ", ".join(_VERBS)}
        raise BadParameter("op", "unknown_value", detail)
    fields_in(given, "op", *verb.fields)
    return verb


def _moving(act: Callable[[User, Upload, str], Upload]) -> Callable[[User, Given], dict[str, Any]]:
    """An operation on one upload, with a note."""

    def done(actor: User, given: Given) -> dict[str, Any]:
        upload = find_upload(actor, text_in(given, "upload", is_required=True))
        act(actor, upload, text_in(given, "note"))
        return view_of(actor, again(upload))

    return done


def _edit(actor: User, given: Given) -> dict[str, Any]:
    dataset = find_dataset(actor, text_in(given, "dataset", is_required=True))
    fields = given.get("fields")
    if not isinstance(fields, dict):
        raise BadParameter("fields", "required", gettext("Isikan perubahan sebagai objek “fields”."))
    fields_in(fields, *EDITABLE)
    edit_dataset(actor, dataset, fields)
    return card_of(find_dataset(actor, dataset.slug))


def _withdraw(actor: User, given: Given) -> dict[str, Any]:
    dataset = find_dataset(actor, text_in(given, "dataset", is_required=True))
    return card_of(withdraw_dataset(actor, dataset, text_in(given, "reason")))


_UPLOAD = ("upload", "note")
_VERBS: dict[str, _Verb] = {
    "submit": _Verb(Scope.PUBLISH, _UPLOAD, _moving(submit_upload)),
    "cancel": _Verb(Scope.PUBLISH, _UPLOAD, _moving(cancel_upload)),
    "approve": _Verb(Scope.REVIEW, _UPLOAD, _moving(approve_upload)),
    "return": _Verb(Scope.REVIEW, _UPLOAD, _moving(return_upload)),
    "edit": _Verb(Scope.PUBLISH, ("dataset", "fields"), _edit),
    "withdraw": _Verb(Scope.REVIEW, ("dataset", "reason"), _withdraw),
}
OPERATION_NAMES = tuple(_VERBS)
