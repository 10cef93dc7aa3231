"""Who may know, read and do what: THE one visibility rule, for list, page, rows, download and API.

Visibility is decided in SQL, by querysets that compose, so that a list, its count, its facets and
a single look-up cannot disagree (DOMAIN req. 32; CONTRACT, Access).
"""

from __future__ import annotations

import uuid
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from datasets.models import Dataset, Organization, Upload, User
from datasets.rules.errors import Denied, Gone, Hidden
from datasets.vocab import OPD_ROLES, Access, Role, UploadState

Viewer = User | AnonymousUser | None

#: Beside the owning OPD and walidata, who reads the rows of a restricted dataset.
_READ_RESTRICTED = frozenset({Role.PEMBINA, Role.PIMPINAN})
_NOBODY = Q(pk__in=())
#: From the widest to the narrowest.
_WIDTHS = (Access.OPEN, Access.RESTRICTED, Access.CLOSED)


class Act(StrEnum):
    """What a person may want to do; whether the state allows it is asked of `states`."""

    CREATE_DATASET = "create_dataset"
    EDIT_DATASET = "edit_dataset"
    WIDEN_ACCESS = "widen_access"
    SET_PRIORITY = "set_priority"
    OVERRIDE_PERSONAL = "override_personal"
    DELETE_DRAFT = "delete_draft"
    UPLOAD = "upload"
    SUBMIT = "submit"
    CANCEL = "cancel"
    ANSWER = "answer"
    APPROVE = "approve"
    RETURN = "return"
    WITHDRAW = "withdraw"
    MANAGE_USERS = "manage_users"
    MANAGE_SOURCES = "manage_sources"
    SEE_DESK = "see_desk"
    SEE_REVIEW = "see_review"


#: Which roles may at all; a role of an OPD only ever within its own (DOMAIN §1).
_ROLES: dict[Act, frozenset[Role]] = {
    Act.CREATE_DATASET: frozenset({Role.PRODUSEN, Role.WALIDATA}),
    Act.EDIT_DATASET: frozenset({Role.PRODUSEN, Role.WALIDATA}),
    Act.WIDEN_ACCESS: frozenset({Role.WALIDATA}),
    Act.SET_PRIORITY: frozenset({Role.WALIDATA}),
    Act.OVERRIDE_PERSONAL: frozenset({Role.WALIDATA}),
    Act.DELETE_DRAFT: frozenset({Role.PRODUSEN, Role.WALIDATA}),
    Act.UPLOAD: frozenset({Role.PRODUSEN}),
    Act.SUBMIT: frozenset({Role.PRODUSEN}),
    Act.CANCEL: frozenset({Role.PRODUSEN}),
    Act.ANSWER: frozenset({Role.PRODUSEN}),
    Act.APPROVE: frozenset({Role.WALIDATA, Role.PEMBINA}),
    Act.RETURN: frozenset({Role.WALIDATA, Role.PEMBINA, Role.WALIDATA_PENDUKUNG}),
    Act.WITHDRAW: frozenset({Role.WALIDATA}),
    Act.MANAGE_USERS: frozenset({Role.ADMIN}),
    Act.MANAGE_SOURCES: frozenset({Role.WALIDATA}),
    Act.SEE_DESK: frozenset(Role),
    Act.SEE_REVIEW: frozenset({Role.WALIDATA, Role.PEMBINA, Role.WALIDATA_PENDUKUNG}),
}


def visible_datasets(viewer: Viewer) -> QuerySet[Dataset]:
    """Every dataset whose metadata the viewer may know: drafts and withdrawn ones included."""
    return _with_office(Dataset.objects.filter(_known_to(viewer)))


def published_datasets(viewer: Viewer) -> QuerySet[Dataset]:
    """What lists, search, feeds and the home page show: known to the viewer, live, not withdrawn."""
    return visible_datasets(viewer).filter(_is_live())


def readable_datasets(viewer: Viewer) -> QuerySet[Dataset]:
    """Datasets whose rows and files the viewer may read: for figures made of rows, and facets of them."""
    return visible_datasets(viewer).filter(_rows_open_to(viewer), withdrawn_at=None)


def find_dataset(viewer: Viewer, slug: str) -> Dataset:
    """The dataset with this slug, or with this id. Raises Hidden; Gone where it was withdrawn."""
    found = visible_datasets(viewer).filter(named(slug)).first()
    if found is None:
        raise Hidden(gettext("Dataset ini tidak ditemukan."))
    check_not_withdrawn(found)
    return found


def named(name: str) -> Q:
    """By id where it is one, whole and with its dashes: nobody can take another dataset's id for a name."""
    try:
        key = uuid.UUID(name)
    except ValueError:
        return Q(slug=name)
    return Q(pk=key) if str(key) == name.lower() else Q(slug=name)


def check_not_withdrawn(dataset: Dataset) -> None:
    """Raises Gone with reason and date where the dataset was withdrawn."""
    if dataset.withdrawn_at is not None:
        raise Gone(dataset.withdrawn_reason, dataset.withdrawn_at, dataset.title)


def may_read_rows(viewer: Viewer, dataset: Dataset) -> bool:
    """Whether rows, downloads and figures of the dataset are open to the viewer. One query."""
    return readable_datasets(viewer).filter(pk=dataset.pk).exists()


def check_rows(viewer: Viewer, dataset: Dataset) -> None:
    """Raises Hidden where the dataset may not be known, Gone, or Denied where only its rows are shut."""
    if may_read_rows(viewer, dataset):
        return
    if not _knows(viewer, dataset):
        raise Hidden(gettext("Dataset ini tidak ditemukan."))
    check_not_withdrawn(dataset)
    raise Denied("rows_restricted", gettext("Isi dataset ini terbatas; hanya metadatanya yang terbuka."))


def visible_uploads(viewer: Viewer) -> QuerySet[Upload]:
    """Uploads the viewer may follow: of the own OPD, all for walidata, those to review for pembina."""
    chosen = Upload.objects.filter(_uploads_of(viewer))
    return chosen.select_related("dataset", "dataset__organization", "uploaded_by", "row_change")


def find_upload(viewer: Viewer, upload_id: uuid.UUID | str) -> Upload:
    """The upload with this id. Raises Hidden, also for an id that is none."""
    try:
        found = visible_uploads(viewer).filter(pk=upload_id).first()
    except ValidationError:
        found = None
    if found is None:
        raise Hidden(gettext("Unggahan ini tidak ditemukan."))
    return found


def may_download_original(viewer: Viewer, upload: Upload) -> bool:
    """The sender's own file: for its OPD and walidata only, also where the dataset is open."""
    user = member(viewer)
    return user is not None and (user.role == Role.WALIDATA or _is_of(user, upload.dataset.organization_id))


def may(viewer: Viewer, act: Act, thing: Dataset | Upload | Organization | None = None) -> bool:
    """Whether the person may do `act` (with `thing`), as far as who they are decides it."""
    user = member(viewer)
    if user is None or user.role not in _ROLES[act]:
        return False
    office = _office_of(thing)
    if office is not None and user.role in OPD_ROLES and not _is_of(user, office):
        return False
    return not isinstance(thing, Upload) or _may_with_upload(user, act, thing)


def demand(viewer: Viewer, act: Act, thing: Dataset | Upload | Organization | None = None) -> None:
    """Raises Hidden where `thing` may not be known to the person, Denied where `act` is not theirs."""
    if may(viewer, act, thing):
        return
    if isinstance(thing, Dataset) and not _knows(viewer, thing):
        raise Hidden(gettext("Dataset ini tidak ditemukan."))
    if isinstance(thing, Upload) and not visible_uploads(viewer).filter(pk=thing.pk).exists():
        raise Hidden(gettext("Unggahan ini tidak ditemukan."))
    user = member(viewer)
    if isinstance(thing, Upload) and user is not None and act is Act.APPROVE and _is_own(user, thing):
        raise Denied("own_upload", gettext("Pengirim tidak dapat menyetujui kirimannya sendiri."))
    raise Denied()


def member(viewer: Viewer) -> User | None:
    """The viewer as a member of staff; None for the public and for a closed account."""
    return viewer if isinstance(viewer, User) and viewer.is_active else None


def is_draft(dataset: Dataset) -> bool:
    """Whether the dataset was never published."""
    return dataset.live_version_id is None and dataset.withdrawn_at is None


def is_public(dataset: Dataset, *, rows: bool = False) -> bool:
    """Whether everybody may know the dataset (with `rows`: read it), as `published_datasets(None)` has it."""
    is_live = dataset.live_version_id is not None and dataset.withdrawn_at is None
    allowed = (Access.OPEN,) if rows else (Access.OPEN, Access.RESTRICTED)
    return is_live and dataset.access in allowed


def is_wider(access: Access, than: Access) -> bool:
    """Whether more people read under `access` than under `than`."""
    return _WIDTHS.index(access) < _WIDTHS.index(than)


def _known_to(viewer: Viewer) -> Q:
    user = member(viewer)
    public = Q(access__in=[Access.OPEN, Access.RESTRICTED]) & (_is_live() | Q(withdrawn_at__isnull=False))
    if user is None:
        return public
    return Q() if user.role == Role.WALIDATA else public | _own_office(user)


def _rows_open_to(viewer: Viewer) -> Q:
    user = member(viewer)
    opened = Q(access=Access.OPEN, live_version__isnull=False)
    if user is None:
        return opened
    if user.role == Role.WALIDATA:
        return Q()
    if user.role in _READ_RESTRICTED:
        return opened | Q(access=Access.RESTRICTED, live_version__isnull=False)
    return opened | _own_office(user)


def _uploads_of(viewer: Viewer) -> Q:
    user = member(viewer)
    if user is None:
        return _NOBODY
    if user.role == Role.WALIDATA:
        return Q()
    if user.role == Role.PEMBINA:
        return Q(state=UploadState.PEMBINA_REVIEW) & ~Q(dataset__access=Access.CLOSED)
    return Q(dataset__organization_id=user.organization_id) if user.role in OPD_ROLES else _NOBODY


def _is_live() -> Q:
    return Q(live_version__isnull=False, withdrawn_at__isnull=True)


def _own_office(user: User) -> Q:
    return Q(organization_id=user.organization_id) if user.role in OPD_ROLES else _NOBODY


def _is_of(user: User, office: uuid.UUID) -> bool:
    return user.role in OPD_ROLES and user.organization_id == office


def _is_own(user: User, upload: Upload) -> bool:
    return upload.uploaded_by_id == user.pk


def _office_of(thing: Dataset | Upload | Organization | None) -> uuid.UUID | None:
    if isinstance(thing, Upload):
        return thing.dataset.organization_id
    if isinstance(thing, Dataset):
        return thing.organization_id
    return None if thing is None else thing.pk


def _may_with_upload(user: User, act: Act, upload: Upload) -> bool:
    """Approver ≠ uploader, whatever they are by now; a pembina decides what lies with the pembina.

    A dataset that was closed meanwhile is unknown to the pembina, so it lies with walidata again.
    """
    if act is Act.APPROVE and _is_own(user, upload):
        return False
    if act in (Act.APPROVE, Act.RETURN):
        with_pembina = upload.state == UploadState.PEMBINA_REVIEW and upload.dataset.access != Access.CLOSED
        return (user.role == Role.PEMBINA) == with_pembina
    return True


def _knows(viewer: Viewer, dataset: Dataset) -> bool:
    return visible_datasets(viewer).filter(pk=dataset.pk).exists()


def _with_office(datasets: QuerySet[Dataset]) -> QuerySet[Dataset]:
    return datasets.select_related("organization", "live_version")
