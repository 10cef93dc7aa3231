"""Every finding is answered with one click, or it is written down why it is not."""

from __future__ import annotations

from datasets.intake.findings import FIXED, severity_of
from datasets.queries.no_offers import WITHOUT_OFFER
from datasets.queries.offers import OFFERED
from datasets.vocab import FindingCode as F
from datasets.vocab import Severity
from datasets.wording.questions import ASKED


def test_every_finding_has_one_click_or_a_reason_why_none() -> None:
    assert set(OFFERED) | set(WITHOUT_OFFER) == set(F)
    assert set(OFFERED) & set(WITHOUT_OFFER) == set()
    assert all(len(reason.split()) > 8 for reason in WITHOUT_OFFER.values())


def test_the_reasons_are_true() -> None:
    def codes(starts: str) -> set[F]:
        return {code for code, reason in WITHOUT_OFFER.items() if reason.startswith(starts)}

    assert codes("The page asks it") <= {F(code) for code in ASKED}
    assert codes("Put right already") | codes("A repair asked for") == set(FIXED)
    assert {severity_of(code) for code in codes("Nothing of the file")} == {Severity.ERROR}
    assert {severity_of(code) for code in codes("May well be right")} == {Severity.WARNING}
