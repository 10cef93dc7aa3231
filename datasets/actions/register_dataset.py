"""An office registers a dataset: a draft with a stable address, before any file of it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext

from datasets.actions.edit_dataset import EDITABLE, check_access, check_plausible, demand_for_fields
from datasets.actions.fields import clean_fields
from datasets.models import Dataset, Organization, User
from datasets.rules.access import Act, demand
from datasets.rules.errors import Fault, Invalid
from datasets.trail import record
from datasets.vocab import SENSITIVE_TOPICS, Accumulation, Verb

#: Words that stand where a slug would, in the addresses of pages.
_RESERVED = frozenset({"baru"})
_SLUG_CHARS = 90
_TRIES = 5


def register_dataset(
    actor: User,
    organization: Organization,
    title: str,
    description: str,
    topic: str,
    frequency: str,
    accumulation: str = Accumulation.WHOLE,
    details: Mapping[str, Any] | None = None,
    *,
    slug: str = "",
) -> Dataset:
    """A new draft of `organization`; `details` are further fields as `edit_dataset` takes them.

    Unless they say so, its topic decides whether counts of few people are told.

    Its address is made from `slug`, or else from the title, with a number where it is taken.
    Raises Denied, Invalid (every field at fault is named; also a title the office already has).
    """
    demand(actor, Act.CREATE_DATASET, organization)
    short = {
        "title": title,
        "description": description,
        "topic": topic,
        "frequency": frequency,
        "accumulation": accumulation,
    }
    draft = Dataset(
        organization=organization, created_by=actor, is_sample=organization.is_sample and actor.is_sample
    )
    demand_for_fields(actor, draft, details or {})
    said = {"is_sensitive": topic in SENSITIVE_TOPICS, **(details or {}), **short}
    for name, value in clean_fields(draft, said, EDITABLE).items():
        setattr(draft, name, value)
    check_plausible(draft)
    check_access(draft)
    _check_title(draft)
    return _save(actor, draft, slug or title)


def _check_title(draft: Dataset) -> None:
    """One subject, one dataset: the next year is a new file, not a new dataset (DOMAIN req. 2, 16)."""
    same = draft.organization.datasets.filter(title__iexact=draft.title, withdrawn_at=None)
    if same.exists():
        sentence = gettext("OPD ini sudah punya dataset berjudul sama. Kirim berkas barunya ke dataset itu.")
        raise Invalid(Fault("title", "duplicate", sentence))


def _save(actor: User, draft: Dataset, name: str) -> Dataset:
    for attempt in range(_TRIES):
        draft.slug = _free_slug(name)
        draft.metadata_updated_at = timezone.now()
        try:
            with transaction.atomic():
                draft.save(force_insert=True)
                record(actor, Verb.REGISTER_DATASET, draft, to_state="draft", detail={"slug": draft.slug})
        except IntegrityError:
            if attempt == _TRIES - 1:
                raise
        else:
            break
    return draft


def _free_slug(name: str) -> str:
    base = slugify(name)[:_SLUG_CHARS].strip("-_") or "dataset"
    taken = set(Dataset.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | _RESERVED
    numbered = (f"{base}-{number}" for number in itertools.count(2))
    return next(slug for slug in itertools.chain([base], numbered) if slug not in taken)
