"""The door of the Action API: reads a call, hands it to its action, wraps the answer."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils import translation
from django.utils.cache import get_conditional_response
from rest_framework.request import Request
from rest_framework.views import APIView

from api.ckan.actions import find_action
from api.ckan.arguments import Arguments, callback_of, read_arguments
from api.ckan.envelope import refusal, success
from api.replies import etag_of
from api.v1.base import JsonOnly


class CkanView(APIView):
    """Anyone may read, from any page; nobody is redirected, and errors speak CKAN."""

    authentication_classes = ()
    content_negotiation_class = JsonOnly

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer in the city's language: no answer depends on who asks."""
        with translation.override(settings.LANGUAGE_CODE):
            return super().dispatch(request, *args, **kwargs)

    def handle_exception(self, exc: Exception) -> Any:
        """CKAN's words for what was refused."""
        return refusal(exc, self.kwargs.get("name", ""))

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> Any:
        """Open to every origin; good answers may be kept and asked for again by ETag."""
        answered: Any = kept(request._request, response)
        answered["Access-Control-Allow-Origin"] = "*"
        answered["Content-Language"] = settings.LANGUAGE_CODE
        answered["Access-Control-Expose-Headers"] = "ETag, Retry-After, Content-Disposition, X-Request-ID"
        return super().finalize_response(request, answered, *args, **kwargs)

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """What a browser asks before it sends JSON from another origin."""
        response = HttpResponse(status=204)
        response["Allow"] = ", ".join(self.allowed_methods)
        response["Access-Control-Allow-Methods"] = ", ".join(self.allowed_methods)
        response["Access-Control-Allow-Headers"] = (
            "Content-Type, Authorization, X-CKAN-API-Key, If-None-Match, Range"
        )
        response["Access-Control-Max-Age"] = "86400"
        return response


class ActionView(CkanView):
    """`/api/3/action/<name>` and `/api/action/<name>`."""

    def get(self, request: Request, name: str) -> HttpResponse:
        """One call. Raises what the action raises."""
        given = read_arguments(request._request)
        callback = callback_of(request._request, given)
        action = find_action(name)
        return success(name, action(Arguments(given)), callback)

    post = get


class VersionView(CkanView):
    """`GET /api/3`: which API this is."""

    def get(self, request: Request) -> HttpResponse:
        """As CKAN says it."""
        return HttpResponse('{"version": 3}', content_type="application/json")


def kept(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """A good answer to a GET with its ETag, or 304 where the asker holds it already."""
    if request.method not in ("GET", "HEAD") or response.status_code not in (200, 206, 304):
        response["Cache-Control"] = "no-store"
        return response
    response["Cache-Control"] = "public, no-cache"
    if not isinstance(response, HttpResponse) or isinstance(response, HttpResponseNotModified):
        return response
    if not response.has_header("ETag"):
        response["ETag"] = etag_of(response.content.decode())
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
