"""Reading OAI-PMH requests: what is wrong is told by the protocol's own codes."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest

from api.feeds.oai_asked import OaiError, asked_by, token_of

LIST = [("verb", "ListRecords"), ("metadataPrefix", "oai_dc")]
PLACE = (datetime(2026, 11, 1, 2, 3, 4, 567, tzinfo=UTC), uuid.UUID(int=7))


def code_of(*parameters: tuple[str, str]) -> str:
    with pytest.raises(OaiError) as caught:
        asked_by(parameters)
    return caught.value.code


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ([], "badVerb"),
        ([("verb", "")], "badVerb"),
        ([("verb", "listrecords")], "badVerb"),
        ([("verb", "Identify"), ("verb", "Identify")], "badVerb"),
        ([("verb", "Identify"), ("x", "1")], "badArgument"),
        ([("verb", "ListRecords")], "badArgument"),
        ([("verb", "GetRecord"), ("identifier", "x")], "badArgument"),
        ([*LIST, ("set", "a"), ("set", "b")], "badArgument"),
        ([*LIST, ("from", "")], "badArgument"),
        ([*LIST, ("from", "kemarin")], "badArgument"),
        ([*LIST, ("from", "2026-13-01")], "badArgument"),
        ([*LIST, ("from", "2026-11-01T00:00:00")], "badArgument"),
        ([*LIST, ("from", "2026-11-01T00:00:00+09:00")], "badArgument"),
        ([*LIST, ("from", "2026-11-01"), ("until", "2026-11-02T00:00:00Z")], "badArgument"),
        ([*LIST, ("from", "2026-11-02"), ("until", "2026-11-01")], "badArgument"),
        ([*LIST, ("from", "２０２６-11-01")], "badArgument"),
        ([*LIST, ("set", "a\x00")], "badArgument"),
        ([*LIST, ("resumptionToken", "x")], "badArgument"),
        ([("verb", "Identify"), ("resumptionToken", "x")], "badArgument"),
        ([("verb", "ListRecords"), ("resumptionToken", "x")], "badResumptionToken"),
        ([("verb", "ListRecords"), ("resumptionToken", "")], "badResumptionToken"),
        ([("verb", "ListRecords"), ("metadataPrefix", "marc")], "cannotDisseminateFormat"),
        ([*LIST, ("set", "lain")], "noRecordsMatch"),
        ([*LIST, ("set", "topik:bukan")], "noRecordsMatch"),
        ([*LIST, ("set", "opd:")], "noRecordsMatch"),
    ],
)
def test_each_fault_has_its_code(parameters: list[tuple[str, str]], code: str) -> None:
    assert code_of(*parameters) == code


def test_until_includes_its_day_or_second() -> None:
    asked = asked_by([*LIST, ("from", "2026-11-01"), ("until", "2026-11-01"), ("set", "opd:dlh")])
    assert (asked.chosen.since, asked.chosen.before) == (
        datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC),
    )  # fmt: skip
    assert asked.chosen.office == "dlh"
    asked = asked_by([*LIST, ("until", "2026-11-01T00:00:09Z")])
    assert asked.chosen.before == datetime(2026, 11, 1, 0, 0, 10, tzinfo=UTC)


def test_a_token_carries_the_whole_question_and_belongs_to_its_verb() -> None:
    asked = asked_by([*LIST, ("from", "2026-11-01"), ("set", "topik:kesehatan")])
    token = token_of(asked, PLACE, 50)
    again = asked_by([("verb", "ListRecords"), ("resumptionToken", token)])
    assert (again.prefix, again.chosen, again.after, again.seen) == ("oai_dc", asked.chosen, PLACE, 50)
    assert code_of(("verb", "ListIdentifiers"), ("resumptionToken", token)) == "badResumptionToken"
    assert code_of(("verb", "ListRecords"), ("resumptionToken", token[:-1])) == "badResumptionToken"
    third = asked_by([("verb", "ListRecords"), ("resumptionToken", token_of(again, PLACE, 100))])
    assert (third.chosen, third.seen) == (asked.chosen, 100)
