"""What an OAI-PMH request asks: verb and arguments, read as strictly as the protocol wants."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from datasets.queries import cursors
from datasets.queries.errors import BadParameter
from datasets.queries.records import Chosen
from datasets.vocab import Topic

PREFIXES = ("oai_dc", "dcat")
OFFICE, TOPIC = "opd:", "topik:"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
_QUESTION = "oai"
#: Verb → arguments that must and that may be there. A resumption token stands alone.
_ARGUMENTS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset()),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
}
_KEPT = ("metadataPrefix", "from", "until", "set")
_RESUMED = ("ListIdentifiers", "ListRecords", "ListSets")


class OaiError(Exception):
    """A refusal in the protocol's own words: answered with status 200, as it wants."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Asked:
    """A request that can be answered. `shown` are the arguments as the answer repeats them."""

    verb: str
    shown: Mapping[str, str]
    prefix: str = ""
    identifier: str = ""
    chosen: Chosen = field(default_factory=Chosen)
    after: tuple[datetime, uuid.UUID] | None = None
    seen: int = 0


def asked_by(parameters: Sequence[tuple[str, str]]) -> Asked:
    """What the parameters ask. Raises OaiError."""
    given = dict(parameters)
    verb = given.pop("verb", "")
    if [name for name, _value in parameters].count("verb") != 1 or verb not in _ARGUMENTS:
        raise OaiError("badVerb", "The verb is missing, repeated or none of the protocol's.")
    if len(given) != len(parameters) - 1:
        raise OaiError("badArgument", "An argument is repeated.")
    if "resumptionToken" in given:
        return _resumed(verb, given)
    must, may = _ARGUMENTS[verb]
    if missing := must - set(given):
        raise OaiError("badArgument", f"Missing: {', '.join(sorted(missing))}.")
    if unknown := set(given) - must - may:
        raise OaiError("badArgument", f"Not an argument of {verb}: {', '.join(sorted(unknown))[:100]}.")
    if any(not value or "\x00" in value for value in given.values()):
        raise OaiError("badArgument", "An argument is empty or unreadable.")
    return _read(verb, given)


def token_of(asked: Asked, after: tuple[datetime, uuid.UUID], seen: int) -> str:
    """Where the list goes on, signed: the whole question and the place in it."""
    question = {name: value for name, value in asked.shown.items() if name in _KEPT}
    return cursors.seal([asked.verb, question, after[0].isoformat(), str(after[1]), seen], _QUESTION)


def _resumed(verb: str, given: Mapping[str, str]) -> Asked:
    if len(given) != 1 or verb not in _RESUMED:
        raise OaiError("badArgument", "A resumption token stands alone, with a verb that lists.")
    token = given["resumptionToken"]
    try:
        wanted, question, at, key, seen = cursors.unseal(token, _QUESTION)
    except (BadParameter, ValueError):
        raise OaiError("badResumptionToken", "This token is not valid. Begin the list anew.") from None
    if wanted != verb:
        raise OaiError("badResumptionToken", "This token belongs to another verb.")
    asked = _read(verb, question)
    place = (datetime.fromisoformat(at), uuid.UUID(key))
    return Asked(verb, question, asked.prefix, "", asked.chosen, place, int(seen))


def _read(verb: str, given: Mapping[str, Any]) -> Asked:
    prefix = given.get("metadataPrefix", "")
    if prefix and prefix not in PREFIXES:
        raise OaiError("cannotDisseminateFormat", f"The formats are {' and '.join(PREFIXES)}.")
    chosen = _chosen(given.get("from", ""), given.get("until", ""), given.get("set", ""))
    return Asked(verb, dict(given), prefix, given.get("identifier", ""), chosen)


def _chosen(since: str, until: str, set_: str) -> Chosen:
    if since and until and len(since) != len(until):
        raise OaiError("badArgument", "from and until differ in granularity.")
    first, last = _moment(since), _moment(until)
    if first and last and first > last:
        raise OaiError("badArgument", "from is later than until.")
    step = timedelta(days=1) if _DAY.fullmatch(until) else timedelta(seconds=1)
    office = set_.removeprefix(OFFICE) if set_.startswith(OFFICE) else ""
    topic = set_.removeprefix(TOPIC) if set_.startswith(TOPIC) else ""
    if set_ and not office and topic not in set(Topic):
        raise OaiError("noRecordsMatch", "There is no such set.")
    return Chosen(first, last + step if last else None, office, topic)


def _moment(text: str) -> datetime | None:
    """A day or a second of UTC, written as the protocol wants. Raises OaiError."""
    if not text:
        return None
    try:
        if _DAY.fullmatch(text):
            return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
        if _SECOND.fullmatch(text):
            return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        pass
    raise OaiError("badArgument", f"Not a date of the protocol: {text[:40]}.")
