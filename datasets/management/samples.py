"""The sample city through the real intake: registered, received, checked, submitted, approved, published.

Nothing is inserted behind the intake: each file is sent by its office and goes every step that a
real one goes. What is there already is left alone, so it can be interrupted and run again.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field

from datasets.actions.approve_upload import approve_upload
from datasets.actions.describe_columns import describe_columns
from datasets.actions.edit_dataset import EDITABLE, edit_dataset
from datasets.actions.load_reference import load_sample_indicators
from datasets.actions.make_sample_accounts import make_sample_accounts
from datasets.actions.receive_upload import receive_upload
from datasets.actions.register_dataset import register_dataset
from datasets.actions.submit_upload import submit_upload
from datasets.city import City, DatasetText, read_dataset_descriptions
from datasets.city.samples import sample_files
from datasets.city.samples.periods import periods_between
from datasets.intake.publish import publish
from datasets.intake.run import process
from datasets.models import Dataset, Organization, Upload, User
from datasets.vocab import UploadState

Say = Callable[[str], None]

#: Seconds between two looks at the uploads, between two lines of progress, and without any move.
_PAUSE, _TELL_EVERY, _PATIENCE = 0.1, 5.0, 180.0

_WORKING = (UploadState.RECEIVED, UploadState.CHECKING, UploadState.APPROVED)
_WITH_PEOPLE = (UploadState.READY, UploadState.SUBMITTED, UploadState.PEMBINA_REVIEW)

#: What the short form of a new dataset asks for; the rest are its details.
_SHORT_FORM = ("title", "description", "topic", "frequency", "accumulation")


class SamplesStuck(Exception):
    """A sample file did not become public; the sentence says which and why."""


@dataclass
class _Line:
    """The uploads of one dataset, oldest period first; each is approved once the one before is public."""

    sender: User
    uploads: list[uuid.UUID] = field(default_factory=list)


def load_samples(city: City, password: str, say: Say, *, inline: bool = False) -> int:
    """Make the samples that are not there yet; the number of files published now.

    `inline` works in this process; otherwise a worker must be running. Raises SamplesStuck.
    """
    texts = list(read_dataset_descriptions(city))
    people = make_sample_accounts(password, {text.organization for text in texts})
    wati, bima = (User.objects.get(username=name) for name in ("wati", "bima"))
    datasets = {text.slug: _registered(text, people[text.organization], wati) for text in texts}
    load_sample_indicators(city)
    lines = []
    for text in texts:
        dataset, sender = datasets[text.slug], people[text.organization]
        if dataset.withdrawn_at is None:
            lines.append(_Line(sender, _received(city, text, dataset, sender)))
    lines = [line for line in lines if line.uploads]
    if lines:
        say(f"{sum(len(line.uploads) for line in lines)} berkas contoh dari {len(lines)} dataset diterima.")
    return _Way(lines, wati, bima, say, inline=inline).walk()


def _registered(text: DatasetText, sender: User, walidata: User) -> Dataset:
    """The dataset with its dictionary; walidata records which years it is priority data."""
    dataset = Dataset.objects.filter(slug=text.slug).first()
    if dataset is None:
        known = asdict(text)
        details = {name: known[name] for name in EDITABLE if known.get(name) not in (None, "", ())}
        priority = details.pop("priority_years", ())
        office = Organization.objects.get(slug=text.organization)
        short = {name: details.pop(name) for name in _SHORT_FORM}
        dataset = register_dataset(sender, office, **short, details=details, slug=text.slug)
        if priority:
            edit_dataset(walidata, dataset, {"priority_years": priority})
    if not dataset.columns.exists():
        describe_columns(sender, dataset, [_without_gaps(asdict(column)) for column in text.columns])
    return dataset


def _without_gaps(column: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in column.items() if value not in (None, "", ())}


def _received(city: City, text: DatasetText, dataset: Dataset, sender: User) -> list[uuid.UUID]:
    """Uploads of the dataset's sample files that are not public yet; files are made only where needed."""
    wanted = [f"contoh:{text.slug}:{period}" for period in periods_between(text.plan.first, text.plan.last)]
    there = dict(
        Upload.objects.filter(uploaded_by=sender, idempotency_key__in=wanted).values_list(
            "idempotency_key", "id"
        )
    )
    if len(there) < len(wanted):
        for key, file in zip(wanted, sample_files(city, text), strict=True):
            if key not in there:
                sent = receive_upload(
                    sender, dataset, [file.content], file.filename, period=file.period, idempotency_key=key
                )
                there[key] = sent.upload.id
    unfinished = set(Upload.objects.filter(state__in=(*_WORKING, *_WITH_PEOPLE)).values_list("id", flat=True))
    return [there[key] for key in wanted if there[key] in unfinished]


class _Way:
    """Leads the uploads to publication: people's steps here, the engine's in a worker or inline."""

    def __init__(self, lines: list[_Line], wati: User, bima: User, say: Say, *, inline: bool) -> None:
        self._lines, self._wati, self._bima, self._say, self._inline = lines, wati, bima, say, inline
        self._all = [upload for line in lines for upload in line.uploads]
        self._told = self._moved = time.monotonic()

    def walk(self) -> int:
        """Until every upload is public; their number. Raises SamplesStuck."""
        states: dict[uuid.UUID, str] = {}
        while (now := self._states()) and not self._is_over(now):
            self._moved = time.monotonic() if now != states else self._moved
            states = now
            self._tell(states)
            steps = [self._lead(line, states) for line in self._lines]
            if not any(steps):
                self._wait()
        return len(self._all)

    def _states(self) -> dict[uuid.UUID, str]:
        return dict(Upload.objects.filter(pk__in=self._all).values_list("pk", "state"))

    def _is_over(self, states: dict[uuid.UUID, str]) -> bool:
        for pk, state in states.items():
            if state not in (*_WORKING, *_WITH_PEOPLE, UploadState.PUBLISHED):
                raise SamplesStuck(_why(pk))
        return all(state == UploadState.PUBLISHED for state in states.values())

    def _lead(self, line: _Line, states: dict[uuid.UUID, str]) -> bool:
        """Do what is to be done now in one line; whether anything was."""
        is_first, did = True, False
        for pk in line.uploads:
            state = states[pk]
            if state == UploadState.PUBLISHED:
                continue
            did = self._step(line.sender, pk, state, is_first=is_first) or did
            is_first = False
        return did

    def _step(self, sender: User, pk: uuid.UUID, state: str, *, is_first: bool) -> bool:
        if state in _WORKING:
            return self._work(pk, state)
        if state == UploadState.READY:
            submit_upload(sender, _upload(pk))
        elif not is_first:
            return False
        else:
            approve_upload(self._bima if state == UploadState.PEMBINA_REVIEW else self._wati, _upload(pk))
        return True

    def _work(self, pk: uuid.UUID, state: str) -> bool:
        if self._inline:
            (publish if state == UploadState.APPROVED else process)(pk)
        return self._inline

    def _wait(self) -> None:
        if time.monotonic() - self._moved > _PATIENCE:
            waiting = [pk for pk, state in self._states().items() if state != UploadState.PUBLISHED]
            raise SamplesStuck(_why(waiting[0]))
        time.sleep(_PAUSE)

    def _tell(self, states: dict[uuid.UUID, str]) -> None:
        if time.monotonic() - self._told < _TELL_EVERY:
            return
        self._told = time.monotonic()
        public = _count(states.values(), (UploadState.PUBLISHED,))
        checked = len(states) - _count(states.values(), (UploadState.RECEIVED, UploadState.CHECKING))
        self._say(f"{checked} dari {len(states)} berkas diperiksa, {public} terbit …")


def _count(states: Iterable[str], wanted: tuple[UploadState, ...]) -> int:
    return sum(1 for state in states if state in wanted)


def _upload(pk: uuid.UUID) -> Upload:
    return Upload.objects.select_related("dataset").get(pk=pk)


def _why(pk: uuid.UUID) -> str:
    """Which file, in which state, and the first thing found in it."""
    upload = _upload(pk)
    found = upload.findings.order_by("position").first()
    reason = f"{found.code} {found.cell} {found.value}".strip() if found else upload.publish_error
    return f"{upload.filename}: {upload.state}. {reason}".strip()
