"""The statutory age, month by month, as the law's own table gives it."""

import json

import numpy as np
import pytest

from rules import retirement

VECTORS = json.loads(retirement.FILE.read_text(encoding="utf-8"))["test_vectors"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector['track']}-{vector['birth']}")
def test_the_published_table(vector):
    track, born = retirement.TRACKS[vector["track"]], np.array([vector["birth"]], "M8[M]")
    assert track.delay(born).tolist() == [vector["delay_months"]]
    assert str(track.month(born)[0]) == vector["retire_month"]


def test_a_woman_is_measured_by_the_later_of_her_two_tracks():
    born = np.array(["1975-06-15", "1975-06-15"], "M8[D]")
    assert retirement.month(born, np.array([True, False])).astype(str).tolist() == ["2038-02", "2031-11"]
    assert str(retirement.TRACKS["female50"].month(born)[1]) == "2025-09"


def test_nobody_who_reached_the_old_age_before_2025_is_delayed():
    months = np.arange("1920-01", "1965-01", dtype="M8[M]")
    assert (retirement.TRACKS["male60"].month(months) == months + 60 * 12).all()


def test_an_unknown_birth_has_no_month():
    assert np.isnat(retirement.month(np.array(["NaT"], "M8[D]"), np.array([True]))).all()
