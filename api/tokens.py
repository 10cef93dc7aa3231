"""Who asks: a token in the header, or a session whose CSRF token is always checked."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from secrets import compare_digest

from django.utils import timezone
from django.utils.translation import gettext
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from datasets.models import ApiToken, User

#: How old `last_used_at` may be before a request writes it again.
USE_NOTED_EVERY = timedelta(minutes=10)
_BEARER = re.compile(r"bearer +([A-Za-z0-9_-]{1,16})\.([A-Za-z0-9_-]{16,200})", re.IGNORECASE)


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <prefix>.<secret>`; an empty header is nobody, a wrong one is refused."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The token's user and the token. Raises AuthenticationFailed (401), always in the same words."""
        header = request.headers.get("Authorization", "").strip()
        if not header:
            return None
        parts = _BEARER.fullmatch(header)
        token = _token_of(parts[1], parts[2]) if parts else None
        if token is None:
            raise AuthenticationFailed(_refusal(), code="invalid_token")
        _note_use(token)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """What a 401 says is wanted."""
        return 'Bearer realm="api"'


class SessionReading(SessionAuthentication):
    """The person signed in in this browser; anything that changes data needs the CSRF token."""


def _token_of(prefix: str, secret: str) -> ApiToken | None:
    token = ApiToken.objects.select_related("user__organization").filter(prefix=prefix).first()
    digest = hashlib.sha256(f"{prefix}.{secret}".encode()).hexdigest()
    kept = token.digest if token else "0" * 64
    if not compare_digest(digest, kept) or token is None:
        return None
    is_over = token.revoked_at is not None or token.expires_at <= timezone.now()
    return None if is_over or not token.user.is_active else token


def _note_use(token: ApiToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def _refusal() -> str:
    return gettext(
        "Token tidak dikenal, kedaluwarsa, atau sudah dicabut. "
        "Kirim kepala “Authorization: Bearer <token>” dengan token yang masih berlaku."
    )
