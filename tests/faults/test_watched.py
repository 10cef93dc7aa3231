"""After all faults: no upload was left lying longer than promised, and nothing remains.

Last of its folder by name, and run after the others in the same process.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.faults.rig import OVERDUE, Rig

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("portal-faults")]


def test_no_step_stays_checking_longer_than_its_lease_allows(
    rig: Rig, record_property: Callable[[str, object], None]
) -> None:
    record_property("seconds beyond the lease", round(rig.watch.longest, 1))
    assert rig.watch.looks > 0
    assert rig.watch.longest < OVERDUE


def test_nothing_remains_of_all_these_faults(rig: Rig) -> None:
    rig.assert_clean()
    unfinished = "SELECT id, state FROM datasets_upload WHERE state IN ('received', 'checking', 'approved')"
    assert rig.rows(unfinished) == []
    assert rig.portal.get("/healthz").json["status"] == "ok"
