"""Which moves exist: the one table for actions, intake and buttons (CONTRACT, States; DOMAIN req. 5)."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext

from datasets.models import Upload
from datasets.rules.access import Act, Viewer, may
from datasets.rules.errors import IllegalMove
from datasets.vocab import UploadState, VersionState
from datasets.wording.labels import label


class Move(StrEnum):
    """A step of an upload from one state to the next."""

    # By intake.
    START = "start"
    ASK = "ask"
    FAIL = "fail"
    ACCEPT = "accept"
    PUBLISH = "publish"
    # By people.
    ANSWER = "answer"
    SUBMIT = "submit"
    CANCEL = "cancel"
    REFER = "refer"
    APPROVE = "approve"
    RETURN = "return"
    DROP = "drop"
    # By publication: other rows became live than those that rows sent by key were laid over.
    OVERTAKE = "overtake"


_S = UploadState

#: Before approval: what its sender may still take back.
BEFORE_APPROVAL = (
    _S.RECEIVED,
    _S.CHECKING,
    _S.NEEDS_ANSWER,
    _S.FAILED,
    _S.READY,
    _S.SUBMITTED,
    _S.RETURNED,
    _S.PEMBINA_REVIEW,
)
#: Not at an end yet.
UNFINISHED = (*BEFORE_APPROVAL, _S.APPROVED)

#: move → {from: to}. REFER is approval of priority data by walidata, which then lies with the
#: pembina (DOMAIN req. 8); DROP ends what was on its way when its dataset is withdrawn.
MOVES: dict[Move, dict[UploadState, UploadState]] = {
    Move.START: {_S.RECEIVED: _S.CHECKING},
    Move.ASK: {_S.CHECKING: _S.NEEDS_ANSWER},
    Move.FAIL: {_S.CHECKING: _S.FAILED},
    Move.ACCEPT: {_S.CHECKING: _S.READY},
    Move.ANSWER: dict.fromkeys((_S.NEEDS_ANSWER, _S.FAILED, _S.READY, _S.RETURNED), _S.CHECKING),
    Move.SUBMIT: {_S.READY: _S.SUBMITTED},
    Move.CANCEL: dict.fromkeys(BEFORE_APPROVAL, _S.CANCELLED),
    Move.REFER: {_S.SUBMITTED: _S.PEMBINA_REVIEW},
    Move.APPROVE: {_S.SUBMITTED: _S.APPROVED, _S.PEMBINA_REVIEW: _S.APPROVED},
    Move.RETURN: {_S.SUBMITTED: _S.RETURNED, _S.PEMBINA_REVIEW: _S.RETURNED},
    Move.PUBLISH: {_S.APPROVED: _S.PUBLISHED},
    Move.OVERTAKE: {_S.APPROVED: _S.RETURNED},
    Move.DROP: dict.fromkeys(UNFINISHED, _S.CANCELLED),
}

#: state of a version → the states it may take next.
VERSION_MOVES: dict[VersionState, frozenset[VersionState]] = {
    VersionState.BUILDING: frozenset({VersionState.PUBLISHED}),
    VersionState.PUBLISHED: frozenset({VersionState.SUPERSEDED, VersionState.WITHDRAWN}),
    VersionState.SUPERSEDED: frozenset(),
    VersionState.WITHDRAWN: frozenset(),
}

#: What people choose on a page, and the right each needs.
_BUTTONS: dict[Move, Act] = {
    Move.ANSWER: Act.ANSWER,
    Move.SUBMIT: Act.SUBMIT,
    Move.APPROVE: Act.APPROVE,
    Move.RETURN: Act.RETURN,
    Move.CANCEL: Act.CANCEL,
}


def target(state: UploadState | str, move: Move) -> UploadState:
    """The state that `move` leads to from `state`. Raises IllegalMove where there is no such move."""
    now = UploadState(state)
    try:
        return MOVES[move][now]
    except KeyError:
        raise IllegalMove(now, move, _sentence(now)) from None


def check_version_move(now: VersionState | str, then: VersionState) -> None:
    """Raises IllegalMove where a version in state `now` cannot become `then`."""
    if then not in VERSION_MOVES[VersionState(now)]:
        raise IllegalMove(now, then)


def moves_for(viewer: Viewer, upload: Upload) -> tuple[Move, ...]:
    """The moves this person can make now with the upload: what buttons a page shows."""
    state = UploadState(upload.state)
    return tuple(move for move, act in _BUTTONS.items() if state in MOVES[move] and may(viewer, act, upload))


def _sentence(state: UploadState) -> str:
    return gettext("Langkah ini tidak mungkin: keadaan unggahan sekarang “%(state)s”.") % {
        "state": label(UploadState, state)
    }
