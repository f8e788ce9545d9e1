"""Odd but honest people, through the door and every rule: nobody is accused, and each is concluded as their line says."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests import make_honest
from verifier import rosters
from verifier.results import Results
from verifier.screening import screen

AS_OF = date(2026, 11, 23)
CASES = Path(__file__).parent / "data" / "honest_edge_cases.csv"
ACCUSING = {"differs", "implausible", "not_on_register", "not_found_once"}


def lines(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def screened(tmp_path_factory):
    """The summary, and each line of the roster beside its answer."""
    folder = tmp_path_factory.mktemp("honest")
    read = rosters.read(make_honest.FILE, "honest.csv", rosters.Limits(), folder / "roster.parquet")
    given = lines(make_honest.FILE)
    assert read.rows == len(given) and not read.refused and not read.skipped
    summary = screen(folder / "roster.parquet", folder / "results.parquet", as_of=AS_OF, allow_test_ids=True)
    answers = {row["row"]: row for rows in Results.open(folder / "results.parquet").batches(unmask=True) for row in rows}
    return summary, [(line, answers[at + 2]) for at, line in enumerate(given)]


def test_every_case_has_its_people():
    given = lines(make_honest.FILE)
    assert len(given) >= 200
    assert {line["case"] for line in given} == {line["case_id"] for line in lines(CASES)}


def test_the_file_is_what_its_script_writes(tmp_path, monkeypatch):
    monkeypatch.setattr(make_honest, "FILE", tmp_path / "again.csv")
    monkeypatch.setattr(make_honest, "ROWS", [])
    monkeypatch.setattr(make_honest, "TURN", make_honest.count())
    monkeypatch.setattr(make_honest, "CARDS", make_honest.count())
    make_honest.write()
    assert (tmp_path / "again.csv").read_bytes() == (Path(__file__).parent / "honest.csv").read_bytes()


def test_nobody_is_accused(screened):
    summary, people = screened
    assert summary.failed_rules == ()
    for line, answer in people:
        grave = [f"{found['code']} {found['message']}" for found in answer["findings"] if found["severity"] == "high"]
        assert not grave, (line["case"], line["name"], grave)
        assert not answer["flagged"], (line["case"], line["name"], answer["findings"])
        assert answer["outcome"] not in ACCUSING, (line["case"], line["name"], answer["outcome"])
    assert summary.flagged == 0


def test_each_is_concluded_as_their_line_says(screened):
    other = [(line["case"], line["name"], line["id_number"], line["outcome"],
              answer["outcome"], [f["code"] for f in answer["findings"] + answer["questions"]])
             for line, answer in screened[1] if answer["outcome"] != line["outcome"]]
    assert not other, "\n".join(map(str, other))


def test_a_medium_finding_stands_only_where_the_case_is_about_it(screened):
    """What an honest certificate may look like to a clerk; every new kind of it has to be written here first."""
    medium = Counter((line["case"], found["code"]) for line, answer in screened[1] for found in answer["findings"] if found["severity"] == "medium")
    assert set(medium) <= {("E36", "CT01"), ("E25", "CT13")}, medium
