"""OAI-PMH 2.0 at `/oai`: libraries and archives take the catalogue along and hear of what is withdrawn.

Refusals of the protocol are part of an answer with status 200, as it prescribes. Withdrawn datasets stay
in the lists for ever as deleted records; what the public may not know is in none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from api.feeds.base import FeedView, answered
from api.feeds.markup import Markup
from api.feeds.oai_asked import OFFICE, TOPIC, Asked, OaiError, asked_by, token_of
from api.feeds.rdf import written
from datasets.export.dcat import dataset_graph
from datasets.export.described import Described
from datasets.identifiers import LANGUAGES
from datasets.queries.described import described
from datasets.queries.records import Record, RecordPage, first_change, known_sets, record_of, records
from datasets.rules.errors import Hidden
from datasets.store import TooLarge
from datasets.vocab import Topic
from datasets.wording.labels import label

#: Records in one answer.
PER_ANSWER = 50
MEDIA_TYPE = "text/xml"
_OAI = "http://www.openarchives.org/OAI/2.0"
_XSI = {"xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance"}
#: Prefix → (schema, namespace).
_FORMATS = {
    "oai_dc": (f"{_OAI}/oai_dc.xsd", f"{_OAI}/oai_dc/"),
    "dcat": ("http://www.openarchives.org/OAI/2.0/rdf.xsd", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
}

Write = Callable[[Markup], None]


class OaiView(FeedView):
    """`GET, POST /oai`."""

    known = None  # the protocol has its own words for an argument it does not know

    def get(self, request: Request) -> HttpResponse:
        """The answer to arguments in the address."""
        parameters = [(name, value) for name, values in request.query_params.lists() for value in values]
        return _reply(request, parameters)

    def post(self, request: Request) -> HttpResponse:
        """The same, of a form."""
        try:
            form = request._request.POST
        except SuspiciousOperation:  # too many bytes, or fields
            raise TooLarge from None
        return _reply(request, [(name, value) for name, values in form.lists() for value in values])


def _reply(request: Request, parameters: Sequence[tuple[str, str]]) -> HttpResponse:
    shown = dict(parameters)
    try:
        asked = asked_by(parameters)
        stamp, write = _VERBS[asked.verb](asked)
    except OaiError as error:
        code, told = error.code, str(error)
        stamp, write = told, lambda markup: markup.say("error", told, {"code": code})
        if code in ("badVerb", "badArgument"):
            shown = {}
    return answered(request, MEDIA_TYPE, stamp, lambda: _envelope(shown, write))


def _envelope(shown: Mapping[str, str], write: Write) -> bytes:
    markup = Markup()
    schema = {"xsi:schemaLocation": f"{_OAI}/ {_OAI}/OAI-PMH.xsd"}
    with markup.inside("OAI-PMH", {"xmlns": f"{_OAI}/"} | _XSI | schema):
        markup.say("responseDate", _second(timezone.now()))
        markup.say("request", _base(), shown)
        write(markup)
    return markup.done()


def _identify(asked: Asked) -> tuple[object, Write]:
    first = _second(first_change())

    def write(markup: Markup) -> None:
        with markup.inside("Identify"):
            markup.say("repositoryName", settings.CITY.catalogue_title)
            markup.say("baseURL", _base())
            markup.say("protocolVersion", "2.0")
            markup.say("adminEmail", settings.CITY.contact_email)
            markup.say("earliestDatestamp", first)
            markup.say("deletedRecord", "persistent")
            markup.say("granularity", "YYYY-MM-DDThh:mm:ssZ")

    return first, write


def _formats(asked: Asked) -> tuple[object, Write]:
    if asked.identifier:
        _record(asked.identifier)

    def write(markup: Markup) -> None:
        with markup.inside("ListMetadataFormats"):
            for prefix, (schema, namespace) in _FORMATS.items():
                with markup.inside("metadataFormat"):
                    markup.say("metadataPrefix", prefix)
                    markup.say("schema", schema)
                    markup.say("metadataNamespace", namespace)

    return "", write


def _sets(asked: Asked) -> tuple[object, Write]:
    offices, topics = known_sets()
    named = [(f"{OFFICE}{office.slug}", office.name) for office in offices]
    named += [(f"{TOPIC}{topic}", label(Topic, topic)) for topic in topics]
    if not named:
        raise OaiError("noSetHierarchy", "There are no sets yet.")

    def write(markup: Markup) -> None:
        with markup.inside("ListSets"):
            for spec, name in named:
                with markup.inside("set"):
                    markup.say("setSpec", spec)
                    markup.say("setName", name)

    return named, write


def _get_record(asked: Asked) -> tuple[object, Write]:
    record = _record(asked.identifier)
    told = _told([record])

    def write(markup: Markup) -> None:
        with markup.inside("GetRecord"):
            _write_record(markup, record, told, asked.prefix)

    return (record.at, told), write


def _list_identifiers(asked: Asked) -> tuple[object, Write]:
    page = _page(asked)

    def write(markup: Markup) -> None:
        with markup.inside("ListIdentifiers"):
            for record in page.records:
                _write_header(markup, record)
            _write_token(markup, asked, page)

    return page, write


def _list_records(asked: Asked) -> tuple[object, Write]:
    page = _page(asked)
    told = _told(page.records)

    def write(markup: Markup) -> None:
        with markup.inside("ListRecords"):
            for record in page.records:
                _write_record(markup, record, told, asked.prefix)
            _write_token(markup, asked, page)

    return (page, told), write


_VERBS: dict[str, Callable[[Asked], tuple[object, Write]]] = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "GetRecord": _get_record,
    "ListIdentifiers": _list_identifiers,
    "ListRecords": _list_records,
}


def _page(asked: Asked) -> RecordPage:
    page = records(asked.chosen, PER_ANSWER, asked.after)
    if not page.records:
        if asked.after is not None:
            raise OaiError("badResumptionToken", "Nothing is left of this list. Begin it anew.")
        raise OaiError("noRecordsMatch", "Nothing matches.")
    return page


def _record(identifier: str) -> Record:
    """The record with an identifier of ours. Raises OaiError."""
    start = f"oai:{_host()}:"
    try:
        if not identifier.startswith(start):
            raise Hidden
        return record_of(identifier.removeprefix(start))
    except Hidden:
        raise OaiError("idDoesNotExist", "There is no record with this identifier.") from None


def _told(found: Sequence[Record]) -> dict[str, Described]:
    live = [record.dataset for record in found if not record.is_deleted]
    return {dataset.identifier: dataset for dataset in described(live)}


def _write_header(markup: Markup, record: Record) -> None:
    dataset = record.dataset
    with markup.inside("header", {"status": "deleted"} if record.is_deleted else {}):
        markup.say("identifier", f"oai:{_host()}:{dataset.pk}")
        markup.say("datestamp", _second(record.at))
        markup.say("setSpec", f"{OFFICE}{dataset.organization.slug}")
        markup.say("setSpec", f"{TOPIC}{dataset.topic}")


def _write_record(markup: Markup, record: Record, told: Mapping[str, Described], prefix: str) -> None:
    dataset = told.get(str(record.dataset.pk))
    with markup.inside("record"):
        _write_header(markup, record)
        if dataset is not None:
            with markup.inside("metadata"):
                _WRITERS[prefix](markup, dataset)


def _write_dublin_core(markup: Markup, told: Described) -> None:
    schema, namespace = _FORMATS["oai_dc"]
    names = {"xmlns:oai_dc": namespace, "xmlns:dc": "http://purl.org/dc/elements/1.1/"} | _XSI
    with markup.inside("oai_dc:dc", names | {"xsi:schemaLocation": f"{namespace} {schema}"}):
        for language, text in told.title:
            markup.say("dc:title", text, {"xml:lang": language})
        for language, text in told.description:
            markup.say("dc:description", text, {"xml:lang": language})
        for name, text in _dublin_core(told):
            markup.say(f"dc:{name}", text)


def _dublin_core(told: Described) -> list[tuple[str, str]]:
    """Names and values of what has no language; values that are not told are left out."""
    office = told.publisher.name if told.publisher else ""
    days = f"{told.first_day}/{told.last_day}" if told.first_day else ""
    pairs = [
        ("creator", office),
        ("publisher", office),
        *(("subject", theme.label) for theme in told.themes),
        *(("subject", keyword) for keyword in told.keywords),
        ("date", told.modified.astimezone(UTC).date().isoformat() if told.modified else ""),
        ("type", "Dataset"),
        *(("format", media_type) for media_type in sorted({file.media_type for file in told.files})),
        ("identifier", told.iri),
        ("identifier", told.page),
        ("language", next(code for code, iri in LANGUAGES.items() if iri == told.language)),
        ("coverage", told.place.name if told.place else ""),
        ("coverage", days),
        ("rights", next((file.license for file in told.files), "") or told.access_rights),
    ]
    return [(name, text) for name, text in pairs if text]


def _write_dcat(markup: Markup, told: Described) -> None:
    markup.embed(written(dataset_graph(told), "rdf"))


_WRITERS: dict[str, Callable[[Markup, Described], None]] = {"oai_dc": _write_dublin_core, "dcat": _write_dcat}


def _write_token(markup: Markup, asked: Asked, page: RecordPage) -> None:
    """The token of the next answer; an empty one ends a list that had several (OAI-PMH §3.5)."""
    if page.after is None and asked.after is None:
        return
    seen = asked.seen + len(page.records)
    token = token_of(asked, page.after, seen) if page.after else ""
    shown = {"completeListSize": str(page.total), "cursor": str(asked.seen)}
    markup.say("resumptionToken", token, shown)


def _second(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _base() -> str:
    return f"{settings.PUBLIC_URL}/oai"


def _host() -> str:
    return str(urlsplit(settings.PUBLIC_URL).hostname)
