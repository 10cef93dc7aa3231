"""UploadSession: a file that comes in pieces over a slow link, until it is whole and becomes an Upload."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from datasets.models.codes import choices_of, known_code
from datasets.models.dataset import Dataset
from datasets.models.keys import Keyed
from datasets.models.upload import Upload
from datasets.vocab_sessions import SessionState


class UploadSession(Keyed):
    """What its owner said the file is, and how far it has come (the tus protocol's "upload resource").

    The first `offset` of `length` bytes lie durable in `datasets.partials` under this key. It is
    `done`, with its `upload`, from the very transaction in which the file was received.
    `fingerprint` is the sender's own word by which it knows the file again; `replaces` is the upload
    whose file it mends.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="upload_sessions"
    )
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="upload_sessions")
    state = models.CharField(max_length=4, choices=choices_of(SessionState), default=SessionState.OPEN.value)
    filename = models.CharField(max_length=255)
    period = models.CharField(max_length=12, blank=True)
    note = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=400, blank=True)
    length = models.BigIntegerField()
    offset = models.BigIntegerField(default=0)
    upload = models.ForeignKey(Upload, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    replaces = models.ForeignKey(Upload, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="session_by_owner"),
            models.Index(fields=["expires_at"], name="session_over"),
        ]
        constraints = [
            known_code("state", SessionState, "session"),
            models.CheckConstraint(
                condition=models.Q(offset__gte=0, offset__lte=models.F("length")), name="session_within"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state=SessionState.DONE.value, upload__isnull=False, offset=models.F("length")
                )
                | models.Q(state=SessionState.OPEN.value, upload__isnull=True, offset__lt=models.F("length")),
                name="session_done_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.filename
