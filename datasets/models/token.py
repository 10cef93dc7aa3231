"""ApiToken: a key for other systems. Only its digest is kept, so a stolen table opens nothing."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from datasets.models.codes import choices_of, known_code
from datasets.models.keys import Keyed
from datasets.vocab import Scope


class ApiToken(Keyed):
    """`<prefix>.<secret>`: found by prefix, compared by SHA-256 digest in constant time."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100, blank=True)
    prefix = models.CharField(max_length=16, unique=True)
    digest = models.CharField(max_length=64)
    scope = models.CharField(max_length=10, choices=choices_of(Scope))
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [known_code("scope", Scope, "apitoken")]

    def __str__(self) -> str:
        return f"{self.prefix} ({self.scope})"
