"""The API as a program meets it: claims, rosters, addresses, problem documents, keys, and a description that holds."""

import csv
import io
import json
import secrets
import threading
from datetime import datetime
from pathlib import Path

import pytest
import schemathesis
import yaml
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import validate
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance
from sqlalchemy import select

from app import create_app
from verifier import batches, reports, worker
from verifier.settings import Settings
from verifier.store.tables import CheckRow
from verifier.verdict import Outcome

HEADINGS = ["姓名", "身份证号", "证书编号", "操作项目", "有效期结束日期"]
WELDER = ["王建国", "331081189703010078", "T331081189703010078", "熔化焊接与热切割作业", "2029-06-10"]
SLIP = ["张伟", "331081189703010079", "T331081189703010078", "低压电工作业", "2029-06-10"]
CLAIM = {"name": "张伟", "id_number": "331081189703010079", "certificate_number": "T331081189703010078"}
PUBLIC = {case["id"]: case for case in yaml.safe_load(Path("tests/data/bad_inputs_public.yaml").read_text("utf-8"))["cases"]}


def sheet(*rows, headings=HEADINGS):
    out = io.StringIO()
    csv.writer(out).writerows([headings, *rows])
    return out.getvalue().encode("utf-8-sig")


def send(client, content, name="名册.csv", **headers):
    return client.post("/api/v1/rosters", data={"file": (io.BytesIO(content), name)}, headers=headers)


def done(client, content):
    where = send(client, content).headers["Location"]
    worker.work(client.application.extensions["house"], once=True)
    return where


def problem(answer, status, code):
    """The answer is a problem document with this status and code; gives it."""
    told = answer.get_json(force=True)
    assert (answer.status_code, told["status"], told["code"]) == (status, status, code), told
    assert answer.content_type == "application/problem+json" and told["request_id"] == answer.headers["X-Request-Id"]
    assert told["detail"] and told["title"] and told["type"] == "about:blank"
    return told


# --- One claim


def test_a_claim_is_concluded_without_a_register_and_says_so(client):
    answer = client.post("/api/v1/checks", json=CLAIM)
    told = answer.get_json()
    assert answer.status_code == 201 and told["outcome"] == "needs_correction" and told["verdict"] == "unknown" and told["flagged"] is False
    assert told["register"]["state"] == "not_asked" and told["register"]["reason"]
    assert told["as_of"] == "2026-11-23" and told["rules_version"] and told["id"]
    assert told["findings"] or told["questions"]
    assert told["claim"]["id_number"] == "**************0079", "numbers are masked"


def test_the_conclusion_is_kept_as_it_was_given_its_numbers_masked(client):
    given = client.post("/api/v1/checks", json=CLAIM)
    assert client.get(given.headers["Location"]).get_json() == given.get_json()
    problem(client.get("/api/v1/checks/nobody"), 404, "not_found")
    house = client.application.extensions["house"]
    with house.database.read() as session:
        assert CLAIM["id_number"] not in str([row.answer for row in session.scalars(select(CheckRow))])


@pytest.mark.parametrize("day,status", [("2027-02-20", 200), ("2027-02-21", 404)])
def test_a_conclusion_is_forgotten_after_ninety_days(client, tmp_path, day, status):
    kept = client.post("/api/v1/checks", json=CLAIM).headers["Location"]
    later = create_app(Settings(home=str(tmp_path / "var"), now=f"{day}T10:01")).test_client()
    later.post("/api/v1/checks", json=CLAIM)
    assert later.get(kept).status_code == status


def test_times_are_rfc_3339(client):
    told = client.post("/api/v1/checks", json=CLAIM).get_json()
    assert datetime.fromisoformat(told["checked_at"]).isoformat() == told["checked_at"] == "2026-11-23T10:00:00+08:00"


def test_purpose_and_fresh_are_taken(client):
    assert client.post("/api/v1/checks", json=CLAIM | {"purpose": "入场核验", "fresh": True}).status_code == 201


def test_absent_and_null_are_the_same(client):
    first, second = (client.post("/api/v1/checks", json=CLAIM | more).get_json() for more in ({}, {"item": None}))
    assert {**first, "id": ""} == {**second, "id": ""}


REFUSED = [
    ({"nmae": "王"}, "#/nmae"), ({"name": 1}, "#/name"), ({"id_number": 331081189703010078}, "#/id_number"), ({"name": "王" * 501}, "#/name"),
    ({"name": ["王"]}, "#/name"), ({"name": True}, "#/name"), ({"name": "王", "fresh": "yes"}, "#/fresh"),
    ({"name": "王", "fresh": "true"}, "#/fresh"),
    ({"name": "王", "verdict": "YES"}, "#/verdict"),
]


@pytest.mark.parametrize("body,pointer", REFUSED)
def test_what_is_wrong_is_named(client, body, pointer):
    told = problem(client.post("/api/v1/checks", json=body), 422, "invalid")
    assert [error["pointer"] for error in told["errors"]] == [pointer] and told["errors"][0]["detail"]


def test_a_number_is_to_be_sent_as_text(client):
    told = problem(client.post("/api/v1/checks", json={"id_number": 331081189703010078}), 422, "invalid")
    assert "文本形式" in told["errors"][0]["detail"]


def test_half_a_character_is_refused(client):
    answer = client.post("/api/v1/checks", data=b'{"name": "\\ud800"}', content_type="application/json")
    assert problem(answer, 422, "invalid")["errors"][0]["pointer"] == "#/name"


@pytest.mark.parametrize("body", [{}, {"name": ""}, {"name": "  ", "item": None}, {"purpose": "入场核验"}])
def test_a_claim_that_says_nothing_is_refused(client, body):
    assert "至少" in problem(client.post("/api/v1/checks", json=body), 422, "invalid")["errors"][0]["detail"]


@pytest.mark.parametrize("body,status,code", [
    (b"name=1", 400, "not_json"), (b"", 400, "not_json"), (b"{", 400, "not_json"), (b"\xff", 400, "not_json"), (b"[" * 100_000, 400, "not_json"),
    (b'{"name": NaN}', 400, "not_json"), (b'{"name": Infinity}', 400, "not_json"), (b"null", 422, "invalid"), (b"[]", 422, "invalid"),
    (b'"a"', 422, "invalid"), (b'{"name": "a", "name": "b"}', 400, "repeated_key"), ('﻿{"name": "a"}'.encode(), 400, "not_json"),
])
def test_a_body_that_is_no_json_object_is_refused(client, body, status, code):
    problem(client.post("/api/v1/checks", data=body, content_type="application/json"), status, code)


def test_another_content_type_is_refused(client):
    problem(client.post("/api/v1/checks", data=json.dumps(CLAIM), content_type="text/plain"), 415, "unsupported_media_type")


def test_ten_megabytes_are_refused_early(client):
    problem(client.post("/api/v1/checks", data=b'{"name": "' + b"a" * 10_000_000 + b'"}', content_type="application/json"), 413, "body_too_large")


@pytest.mark.parametrize("case", [name for name, case in PUBLIC.items() if name.startswith("AP") and "http" in case["input"]])
def test_public_bad_requests(client, case):
    sent = PUBLIC[case]["input"]["http"]
    answer = client.open("/api/v1/checks", method=sent["method"], data=sent["body"].encode(), headers=sent["headers"])
    assert answer.status_code in PUBLIC[case]["must"]["http"]
    assert answer.content_type in ("application/problem+json", "application/json")


def test_what_is_not_allowed_says_what_is(client):
    for method in ("TRACE", "GET", "PUT"):
        answer = client.open("/api/v1/checks", method=method)
        problem(answer, 405, "method_not_allowed")
        assert "POST" in answer.headers["Allow"]


# --- Rosters


def test_a_roster_is_taken_screened_and_told(client):
    taken = send(client, sheet(WELDER, SLIP))
    assert taken.status_code == 202 and taken.get_json()["state"] == "queued"
    where = taken.headers["Location"]
    worker.work(client.application.extensions["house"], once=True)
    told = client.get(where).get_json()
    assert (told["state"], told["rows_done"], told["rows_total"], told["as_of"]) == ("done", 2, 2, "2026-11-23")
    assert told["summary"].keys() == {outcome.value for outcome in Outcome} | {"flagged", "refused"}
    assert told["summary"]["needs_correction"] == 1 and sum(told["summary"][outcome.value] for outcome in Outcome) == 2
    datetime.fromisoformat(told["created_at"])


@pytest.mark.parametrize("content,name,code", [
    (b"", "a.csv", "empty_file"), (b"%PDF-1.7", "a.xlsx", None),
    (sheet([*WELDER, "33108118970301006X"], headings=[*HEADINGS, "身份证号"]), "a.csv", "ambiguous_columns"),
])
def test_a_file_that_cannot_be_read_is_refused_at_once_and_nothing_is_kept(client, content, name, code):
    answer = send(client, content, name)
    told = problem(answer, 422, code or answer.get_json(force=True)["code"])
    assert told["detail"]
    assert batches.recent(client.application.extensions["house"]) == []


def test_a_request_without_a_file_or_with_more_is_refused(client):
    problem(client.post("/api/v1/rosters", data={}, content_type="multipart/form-data; boundary=x"), 422, "invalid")
    problem(client.post("/api/v1/rosters", data={"file": (io.BytesIO(sheet(WELDER)), "a.csv"), "tenant": "1"}), 422, "unknown_part")
    problem(client.post("/api/v1/rosters", data={"file": [(io.BytesIO(sheet(WELDER)), "a.csv"), (io.BytesIO(b""), "b.csv")]}), 422, "unknown_part")
    problem(client.post("/api/v1/rosters", data={"other": (io.BytesIO(sheet(WELDER)), "a.csv")}), 422, "invalid")


def test_a_roster_over_the_limit_is_refused_early(tmp_path):
    client = create_app(Settings(home=str(tmp_path), max_upload_mb="1")).test_client()
    told = problem(send(client, bytes(2 * 1024 * 1024)), 413, "body_too_large")
    assert "1 MB" in told["detail"]


def test_rows_come_in_pages_that_together_are_all_of_them(client):
    where = done(client, sheet(*([WELDER] * 5), SLIP))
    seen, cursor = [], None
    while True:
        told = client.get(f"{where}/rows", query_string={"limit": 2} | ({"cursor": cursor} if cursor else {})).get_json()
        assert told["total"] == 6
        seen += [row["row"] for row in told["rows"]]
        cursor = told["next_cursor"]
        if cursor is None:
            break
    assert seen == [2, 3, 4, 5, 6, 7]


def test_rows_can_be_chosen_by_outcome_and_flag(client):
    where = done(client, sheet(WELDER, SLIP))
    (row,) = client.get(f"{where}/rows?outcome=needs_correction").get_json()["rows"]
    assert row["row"] == 3 and row["claim"]["name"] == "张伟"
    assert client.get(f"{where}/rows?flagged=true").get_json() == {"rows": [], "total": 0, "next_cursor": None}
    assert client.get(f"{where}/rows?flagged=false").get_json()["total"] == 2
    assert client.get(f"{where}/rows?cursor=999").get_json()["rows"] == []


@pytest.mark.parametrize("query", ["outcome=fake", "flagged=maybe", "cursor=-1", "cursor=abc", "limit=0", "limit=201", "limit=x", "unknown=1"])
def test_a_wrong_question_for_rows_is_refused(client, query):
    problem(client.get(f"/api/v1/rosters/x/rows?{query}"), 422, "invalid")


def test_rows_and_reports_wait_until_it_is_done(client):
    where = send(client, sheet(WELDER)).headers["Location"]
    for what in ("rows", "report.csv"):
        answer = client.get(f"{where}/{what}")
        problem(answer, 409, "roster_not_done")
        assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize("kind", reports.KINDS)
def test_reports_are_given(client, kind):
    answer = client.get(f"{done(client, sheet(WELDER))}/report.{kind}")
    assert answer.status_code == 200 and answer.data
    assert answer.content_type in (reports.TYPES[kind], reports.TYPES[kind] + "; charset=utf-8")


def test_pdf_is_not_there_yet(client):
    problem(client.get(f"{done(client, sheet(WELDER))}/report.pdf"), 404, "report_kind_unknown")


def test_an_erased_roster_is_gone(client):
    where = done(client, sheet(WELDER))
    assert client.delete(where).status_code == 204
    problem(client.get(where), 404, "not_found")
    problem(client.delete(where), 404, "not_found")


@pytest.mark.parametrize("address", [
    "/api/v1/rosters/none", "/api/v1/rosters/none/rows", "/api/v1/rosters/none/report.csv", "/api/v1/nothing", "/api/",
])
def test_what_is_not_there_is_a_problem_document(client, address):
    problem(client.get(address), 404, "not_found")


# --- Keys


def test_the_same_key_with_the_same_claim_gives_the_same_answer(client):
    first, second = (client.post("/api/v1/checks", json=CLAIM, headers={"Idempotency-Key": "k"}).get_json() for _ in range(2))
    assert first == second


def test_the_same_key_with_another_claim_does_nothing(client):
    client.post("/api/v1/checks", json=CLAIM, headers={"Idempotency-Key": "k2"})
    problem(client.post("/api/v1/checks", json={"name": "李"}, headers={"Idempotency-Key": "k2"}), 422, "idempotency_key_reused")


def test_the_same_key_with_the_same_roster_is_one_roster(client):
    first, second = (send(client, sheet(WELDER), **{"Idempotency-Key": "r"}) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    problem(send(client, sheet(SLIP), **{"Idempotency-Key": "r"}), 422, "idempotency_key_reused")


@pytest.mark.parametrize("key", ["", "x" * 129, "a b", "é"])
def test_a_key_has_a_form(client, key):
    problem(client.post("/api/v1/checks", json=CLAIM, headers={"Idempotency-Key": key}), 422, "invalid")


def test_deleting_again_with_the_same_key_is_content(client):
    where = done(client, sheet(WELDER))
    assert [client.delete(where, headers={"Idempotency-Key": "d"}).status_code for _ in range(2)] == [204, 204]


def test_fifty_equal_requests_at_once_are_one(app):
    told = []

    def ask():
        told.append(app.test_client().post("/api/v1/checks", json=CLAIM, headers={"Idempotency-Key": "fifty"}).get_json()["id"])

    threads = [threading.Thread(target=ask) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 50 and len(set(told)) == 1


# --- Addresses


def test_an_address_is_judged_and_never_opened(client):
    told = client.post("/api/v1/sites/judge", json={"url": "https://cx.mem.gov.cn/"}).get_json()
    assert told["judgement"] == "official" and told["host"] == "cx.mem.gov.cn" and told["reasons"]
    assert client.post("/api/v1/sites/judge", json={"qr_text": "cx-mem.gov.cn.example.invalid"}).get_json()["judgement"] in ("imitation", "unknown")


@pytest.mark.parametrize("body", [{}, {"url": "a", "qr_text": "b"}, {"url": ""}, {"url": None}, {"url": "a" * 2001}])
def test_exactly_one_address_is_judged(client, body):
    problem(client.post("/api/v1/sites/judge", json=body), 422, "invalid")


# --- Health, guards, description


def test_it_is_alive_and_ready(client):
    assert client.get("/healthz").get_json() == {"status": "ok"}
    assert client.get("/readyz").get_json() == {"status": "ok", "database": "ok", "files": "ok", "worker": "ok"}


def test_it_is_not_ready_without_a_place_for_files(app):
    place = Path(app.extensions["house"].settings.home, "files")
    place.rename(place.with_name("moved"))
    place.write_text("in the way")
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503 and answer.get_json()["files"] == "unavailable" and answer.headers["Retry-After"]


def test_it_is_not_ready_while_nobody_works(tmp_path):
    send(create_app(Settings(home=str(tmp_path), now="2026-11-23T10:00:00")).test_client(), sheet(WELDER))
    later = create_app(Settings(home=str(tmp_path), now="2026-11-23T10:01:00"))
    assert later.test_client().get("/readyz").get_json()["worker"] == "unavailable"
    worker.work(later.extensions["house"], once=True)
    assert later.test_client().get("/readyz").status_code == 200


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Host": "x"}])
def test_another_name_is_not_answered(client, headers):
    problem(client.post("/api/v1/checks", json=CLAIM, headers=headers), 400, "host_unknown")


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_sites_page_cannot_write(client, headers):
    problem(client.post("/api/v1/checks", json=CLAIM, headers=headers), 403, "cross_site")


def test_the_description_is_valid_and_whole(client):
    told = client.get("/api/openapi.json").get_json()
    validate(told)
    assert told["openapi"].startswith("3.1")
    assert told["paths"].keys() == {
        "/api/v1/checks", "/api/v1/checks/{id}", "/api/v1/rosters", "/api/v1/rosters/{id}", "/api/v1/rosters/{id}/rows",
        "/api/v1/rosters/{id}/report.{kind}",
        "/api/v1/sites/judge"}
    for path in told["paths"].values():
        for verb, operation in path.items():
            if verb in ("get", "post", "delete"):
                assert "application/problem+json" in json.dumps(told["components"]["responses"]) and "default" in operation["responses"]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    return create_app(Settings(home=str(tmp_path_factory.mktemp("attacked")), now="2026-11-23"))


OPERATIONS = [
    ("POST", "/api/v1/checks"), ("GET", "/api/v1/checks/{id}"), ("POST", "/api/v1/rosters"), ("GET", "/api/v1/rosters/{id}"),
    ("DELETE", "/api/v1/rosters/{id}"),
    ("GET", "/api/v1/rosters/{id}/rows"), ("GET", "/api/v1/rosters/{id}/report.{kind}"), ("POST", "/api/v1/sites/judge")]


# Any text may be an id.
NO_WRONG_QUESTION = {("GET", f"/api/v1/{what}") for what in ("checks/{id}", "rosters/{id}", "rosters/{id}/report.{kind}")}
MODES = [(*operation, mode) for operation in OPERATIONS for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
         if mode is GenerationMode.POSITIVE or operation not in NO_WRONG_QUESTION]
UNCHECKED = {("POST", "/api/v1/rosters"): [positive_data_acceptance]}      # bytes at random are no roster


@pytest.mark.parametrize("method,address,mode", MODES)
def test_what_is_described_is_what_happens(attacked, method, address, mode):
    description = schemathesis.openapi.from_wsgi("/api/openapi.json", attacked)

    @given(description[address][method].as_strategy(generation_mode=mode))
    @settings(max_examples=25, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def attack(case):
        if mode is GenerationMode.POSITIVE and "Idempotency-Key" in (case.headers or {}):
            case.headers["Idempotency-Key"] = secrets.token_hex(8)      # one that was used for another request is rightly refused
        case.call_and_validate(excluded_checks=UNCHECKED.get((method, address), []))

    attack()


def test_every_operation_is_attacked(client):
    told = client.get("/api/openapi.json").get_json()["paths"]
    assert {(verb.upper(), path) for path, verbs in told.items() for verb in verbs if verb in ("get", "post", "delete", "put")} == set(OPERATIONS)
