"""The pages, through the test client, read as a person reads them: upload, columns, progress, result, one row, rules, errors."""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup

from app import create_app
from rules.catalogue import all_rules
from rules.claim import FIELDS, LABELS
from verifier import reports, worker
from verifier.reports.colours import OUTCOME
from verifier.settings import Settings
from verifier.verdict import Outcome
from verifier.web import guard, languages
from verifier.web.rosters import opened

HEADINGS = ["姓名", "身份证号", "证书编号", "操作项目", "有效期结束日期"]
WELDER = ["王建国", "331081189703010078", "T331081189703010078", "熔化焊接与热切割作业", "2029-06-10"]
ELECTRICIAN = ["李秀英", "33108118970301006X", "T33108118970301006X", "低压电工作业", "2029-06-10"]
SLIP = ["张伟", "331081189703010079", "T331081189703010078", "低压电工作业", "2029-06-10"]
PUBLIC = {case["id"]: case for case in yaml.safe_load(Path("tests/data/bad_inputs_public.yaml").read_text("utf-8"))["cases"]}


def page(answer):
    return BeautifulSoup(answer.data, "lxml")


def text(answer):
    return " ".join(page(answer).get_text(" ").split())


def token(client):
    return page(client.get("/check")).select_one("input[name=csrf_token]")["value"]


def post(client, address, **fields):
    return client.post(address, data={"csrf_token": token(client), **fields})


def sheet(*rows, headings=HEADINGS):
    out = io.StringIO()
    csv.writer(out).writerows([headings, *rows])
    return out.getvalue().encode("utf-8-sig")


def upload(client, content, name="名册.csv"):
    return post(client, "/rosters", file=(io.BytesIO(content), name))


def filled(answer):
    """The preview's form as a browser would send it unchanged."""
    form = page(answer).select_one("main form")
    fields = {box["name"]: box["value"] for box in form.select("input[type=hidden], input[type=checkbox][checked]")}
    for select in form.select("select"):
        chosen = select.select_one("option[selected]")
        fields[select["name"]] = chosen["value"] if chosen else ""
    return urlsplit(form["action"]).path, fields


def screened(client, content, name="名册.csv"):
    """Upload, confirm, let a worker run: the address of the result."""
    preview = client.get(upload(client, content, name).location)
    address, fields = filled(preview)
    where = client.post(address, data=fields).location
    worker.work(client.application.extensions["house"], once=True)
    return where


# --- First page


def test_the_first_page_says_what_it_does_and_why_it_is_local(client):
    seen = text(client.get("/"))
    assert "上传花名册" in seen and "尚无登录" in seen and "回环地址" in seen


def test_every_page_says_that_the_clock_is_fixed(client):
    assert all("时钟已固定在 2026-11-23" in text(client.get(address)) for address in ("/", "/check", "/rules"))


def test_every_page_says_that_test_numbers_are_accepted(tmp_path):
    client = create_app(Settings(home=str(tmp_path), allow_test_ids="1")).test_client()
    assert "测试号码" in text(client.get("/")) and "时钟已固定" not in text(client.get("/"))


# --- Upload and columns


def test_an_upload_shows_what_each_column_is_taken_as_and_runs_nothing(client):
    answer = upload(client, sheet(WELDER))
    assert answer.status_code == 303
    preview = client.get(answer.location)
    taken = {select.find_parent("tr").th.get_text(): select.select_one("option[selected]").get_text() for select in page(preview).select("select")}
    assert taken == dict.fromkeys(HEADINGS) | {heading: heading for heading in HEADINGS}
    assert client.get(answer.location.removesuffix("/preview")).status_code == 302, "a draft shows its columns"
    assert "331081189703010078" not in preview.text and "0078" in preview.text, "samples are masked"


def test_each_column_can_be_taken_as_any_field_or_not_used(client):
    preview = page(client.get(upload(client, sheet(WELDER)).location))
    assert [option["value"] for option in preview.select_one("select").select("option")] == ["", *FIELDS]
    assert [option.get_text() for option in preview.select_one("select").select("option")] == ["不使用", *LABELS.values()]


def test_a_correction_is_used_and_remembered_for_the_next_file_of_the_same_shape(client):
    content = sheet([*WELDER, "低压电工作业"], headings=[*HEADINGS, "本岗位"])
    address, fields = filled(client.get(upload(client, content).location))
    fields |= {"field-0-3": "", "field-0-5": "item"}
    done = client.post(address, data=fields).location
    worker.work(client.application.extensions["house"], once=True)
    assert "低压电工作业" in page(client.get(done)).select_one("tbody tr td.job").get_text()
    _, again = filled(client.get(upload(client, content, "下个月.csv").location))
    assert (again["field-0-3"], again["field-0-5"]) == ("", "item")


def test_two_columns_that_could_be_the_number_have_to_be_told_apart_first(client):
    content = sheet([*WELDER, "33108118970301006X"], headings=[*HEADINGS, "身份证号"])
    preview = client.get(upload(client, content).location)
    assert "列都可作“身份证号”" in text(preview)
    address, fields = filled(preview)
    refused = client.post(address, data=fields)
    assert refused.status_code == 422 and "请只留一列" in page(refused).select_one("[role=alert]").get_text()
    answer = client.post(address, data=fields | {"field-0-5": ""})
    assert answer.status_code == 303 and not answer.location.endswith("preview")


def test_a_sheet_without_any_column_to_check_is_not_begun(client):
    address, fields = filled(client.get(upload(client, sheet(WELDER)).location))
    refused = client.post(address, data={name: "" if name.startswith("field") else value for name, value in fields.items()})
    assert refused.status_code == 422 and "没有一列可以核对" in text(refused)


def test_confirming_twice_runs_once(client):
    address, fields = filled(client.get(upload(client, sheet(WELDER)).location))
    assert client.post(address, data=fields).location == client.post(address, data=fields).location
    assert text(client.get("/")).count("名册.csv") == 1


def test_no_file_is_a_sentence(client):
    answer = client.post("/rosters", data={"csrf_token": token(client)})
    assert answer.status_code == 422 and "没有选择文件" in text(answer)


def test_a_file_that_is_no_roster_is_refused_with_what_to_do_and_what_it_does_not_mean(client):
    answer = upload(client, b"%PDF-1.7 nothing", "名册.xlsx")
    seen = text(answer)
    assert answer.status_code == 422
    assert "不是对名册里任何一个人的结论" in seen and "请求编号" in seen and answer.headers["X-Request-Id"] in seen
    assert "还没有名册" in text(client.get("/")), "nothing is kept"


def test_a_line_break_in_a_file_name_sets_no_header(client):
    answer = upload(client, sheet(WELDER), PUBLIC["UP-48"]["input"]["file"]["filename"])
    assert answer.status_code in (303, 400, 422) and "X-Evil" not in answer.headers


@pytest.mark.parametrize("given", [
    PUBLIC["UP-43"]["input"]["file"]["filename"], PUBLIC["UP-45"]["input"]["file"]["filename"], "r%0D%0AX-Evil: 1.xlsx", "<b>名册</b>\u202excod.csv",
    '"; filename=calc.exe; x=".csv', "." * 300 + ".csv", "名册😀.xlsx"])
def test_a_hostile_file_name_is_shown_as_text_and_downloads_under_a_clean_one(client, given):
    where = screened(client, sheet(WELDER), given)
    shown = page(client.get(where)).h1.get_text()
    assert "/" not in shown and "\n" not in shown
    header = client.get(f"{where}/report.xlsx").headers["Content-Disposition"]
    assert header.startswith("attachment; filename") and header.isascii() and not set("\r\n/\\") & set(header)
    assert not set('<>:"|?*/\\') & set(unquote(header.partition("UTF-8''")[2] or header.partition("=")[2].strip('"'))), "no system can keep it"
    assert not [path for path in Path(client.application.extensions["house"].settings.home).rglob("*") if "Evil" in path.name or "calc" in path.name]


def test_a_body_over_the_limit_is_refused_before_it_is_read(tmp_path):
    client = create_app(Settings(home=str(tmp_path), max_upload_mb="1")).test_client()

    class Unread(io.BytesIO):
        def read(self, *_size):
            raise AssertionError("the body was read")

        readline = readinto = read1 = read

    answer = client.post("/rosters", input_stream=Unread(), content_type="multipart/form-data; boundary=x",
                         environ_overrides={"CONTENT_LENGTH": str(64 * 1024 * 1024)})
    assert answer.status_code == 413 and "超过 1 MB 的上限" in text(answer)


def test_a_body_without_length_is_cut_off_at_the_limit(tmp_path):
    client = create_app(Settings(home=str(tmp_path), max_upload_mb="1")).test_client()
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n' + bytes(3 * 1024 * 1024) + b"\r\n--x--\r\n"
    answer = client.post("/rosters", input_stream=io.BytesIO(body), content_type="multipart/form-data; boundary=x",
                         environ_overrides={"wsgi.input_terminated": True})
    assert answer.status_code == 413 and "上限" in text(answer)


def test_the_sample_roster_can_be_tried(client, monkeypatch, tmp_path):
    monkeypatch.setattr("verifier.web.rosters.EXAMPLES", tmp_path)
    assert "示例名册" not in text(client.get("/")) and post(client, "/rosters/sample").status_code == 404
    (tmp_path / "示例.xlsx").write_bytes(sheet(WELDER))
    assert "示例名册" in text(client.get("/"))
    assert "示例.xlsx" in text(client.get(post(client, "/rosters/sample").location))


# --- Progress and result


def test_while_it_runs_the_page_moves_with_and_without_javascript(client):
    address, fields = filled(client.get(upload(client, sheet(WELDER)).location))
    running = page(client.get(client.post(address, data=fields).location))
    assert running.select_one("noscript meta[http-equiv=refresh]") and running.select_one("[hx-get$=progress]")
    assert "停止核验" in running.get_text()


def test_the_moving_part_sends_the_browser_to_the_result_when_it_is_done(client):
    where = screened(client, sheet(WELDER))
    assert client.get(f"{where}/progress").headers["HX-Redirect"] == where


def test_a_stopped_roster_says_that_nothing_was_concluded(client):
    address, fields = filled(client.get(upload(client, sheet(WELDER)).location))
    where = client.post(address, data=fields).location
    answer = post(client, f"{where}/cancel")
    assert "没有任何结论" in text(client.get(answer.location))


def test_the_result_lists_every_row_those_that_need_attention_first(client):
    where = screened(client, sheet(WELDER, ELECTRICIAN, SLIP))
    result = page(client.get(where))
    rows = result.select("table.rows tbody tr")
    assert len(rows) == 3 and "张伟" in rows[0].get_text() and "信息待更正" in rows[0].get_text()
    assert result.select_one("svg[role=img]") and "2026-11-23" in result.get_text()


def test_rows_can_be_filtered_by_outcome_with_plain_links(client):
    where = screened(client, sheet(WELDER, ELECTRICIAN, SLIP))
    links = {link.get_text(" ", strip=True): link["href"] for link in page(client.get(where)).select(".filters a")}
    assert links.keys() == {"全部 3", "需关注 0", "信息待更正 1", "待核验 2"}
    assert len(page(client.get(links["信息待更正 1"])).select("table.rows tbody tr")) == 1
    assert "没有符合条件的行" in text(client.get(links["需关注 0"]))
    assert client.get(f"{where}?outcome=guilty").status_code == 404


def test_rows_come_fifty_a_page(client):
    where = screened(client, sheet(*([WELDER] * 120)))
    first = page(client.get(where))
    assert len(first.select("table.rows tbody tr")) == 50 and "第 1 / 3 页" in first.get_text()
    last = page(client.get(f"{where}?page=3"))
    assert len(last.select("table.rows tbody tr")) == 20 and not last.select("a[rel=next]")
    assert page(client.get(f"{where}?page=999")).select_one(".pages span").get_text() == "第 3 / 3 页"


def test_one_row_explains_what_is_seen_why_what_else_it_may_be_and_what_clears_it(client):
    where = screened(client, sheet(WELDER, SLIP))
    (link,) = [link["href"] for link in page(client.get(where)).select("table.rows a") if link.get_text() == "张伟"]
    row = page(client.get(link))
    seen = row.get_text(" ")
    assert "张伟" in row.h1.get_text() and "第 3 行" in row.h1.get_text()
    assert row.select(".finding") and all(word in seen for word in ("也可能只是", "怎样消除", "依据", "接下来"))
    assert row.select(".claim .marked"), "the cells it is about are marked"
    assert not re.search(r"[0-9]{15}", seen), "numbers show their last four places"
    assert not re.search("假证|伪造|造假", seen)
    assert client.get(f"{where}/rows/3").status_code == 200 and client.get(f"{where}/rows/99").status_code == 404


@pytest.mark.parametrize("kind", reports.KINDS)
def test_every_report_can_be_downloaded(client, kind):
    where = screened(client, sheet(WELDER), "一分厂 名册.csv")
    answer = client.get(f"{where}/report.{kind}")
    assert answer.status_code == 200 and answer.data
    assert answer.content_type in (reports.TYPES[kind], reports.TYPES[kind] + "; charset=utf-8")
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]


def test_an_unknown_report_and_one_that_is_not_ready_are_pages_not_faults(client):
    where = screened(client, sheet(WELDER))
    assert client.get(f"{where}/report.exe").status_code == 404
    address, fields = filled(client.get(upload(client, sheet(WELDER)).location))
    waiting = client.post(address, data=fields).location
    assert client.get(f"{waiting}/report.csv").status_code == 409


def test_skipped_and_refused_rows_are_listed(client):
    where = screened(client, sheet(WELDER, ["合计", "", "", "1", ""]))
    assert "合计" in text(client.get(where)) and "跳过的行" in text(client.get(where))


@pytest.mark.parametrize("case", ["CE-06", "CE-09", "CE-10", "CE-26"])
def test_hostile_cells_are_shown_as_typed(client, case):
    headings, row = PUBLIC[case]["input"]["rows"]
    where = screened(client, sheet(row, headings=headings))
    shown = page(client.get(f"{where}/rows/2"))
    assert row[0].strip() in shown.select_one(".claim").get_text()
    assert not shown.select("main script") and "49" not in shown.select_one("h1").get_text()


def test_deleting_asks_first_and_then_leaves_nothing(client):
    where = screened(client, sheet(WELDER))
    asked = client.get(f"{where}/delete")
    assert "无法恢复" in text(asked) and client.get(where).status_code == 200 and opened.cache_info().currsize
    gone = post(client, f"{where}/delete")
    assert "已全部删除" in text(client.get(gone.location)) and client.get(where).status_code == 404
    assert not list(Path(client.application.extensions["house"].settings.home, "files", "rosters").glob("*"))
    assert opened.cache_info().currsize == 0, "nor in memory"


# --- One claim, rules


def test_one_claim_is_concluded_and_nothing_of_it_is_kept(client):
    answer = post(client, "/check", name="张伟", id_number="331081189703010079", valid_until="2029-06-10")
    seen = text(answer)
    assert answer.status_code == 200 and "信息待更正" in seen and "没有询问登记库" in seen and "校验码" in seen
    assert client.application.extensions["house"].files.names("rosters") == {}


def test_one_claim_can_be_changed_and_checked_again(client):
    again = page(post(client, "/check", name="张伟", again="1"))
    assert again.select_one("input[name=name]")["value"] == "张伟"


@pytest.mark.parametrize("given", [{}, {"name": "  "}, {"name": "王" * 501}])
def test_an_empty_or_endless_claim_is_asked_for_again(client, given):
    answer = post(client, "/check", **given)
    assert answer.status_code == 422 and page(answer).select_one("[role=alert]")


def test_every_rule_has_a_page_with_examples(client):
    index = text(client.get("/rules"))
    for rule in all_rules():
        assert rule.title in index
        shown = client.get(f"/rules/{rule.code}")
        assert shown.status_code == 200 and rule.basis in text(shown), rule.code
        assert bool(rule.flagged) == bool(page(shown).select(".examples.flagged tbody tr")), rule.code
    assert client.get("/rules/XX99").status_code == 404


def test_the_manual_is_shown_page_by_page_as_it_is_written(client):
    first = client.get("/help", follow_redirects=True)
    links = [link["href"] for link in page(first).select(".filters a")]
    assert len(links) == 4
    for link in links:
        shown = client.get(link)
        source = Path("docs", link.rpartition("/")[2] + ".md").read_text("utf-8")
        assert shown.status_code == 200 and page(shown).h1.get_text() == source.partition("\n")[0].lstrip("# ")
        assert "|" not in page(shown).select_one(".manual").get_text().replace("||", "") and "##" not in text(shown)
    assert client.get("/help/../app").status_code == 404 and client.get("/help/none").status_code == 404


# --- Languages


def test_english_by_a_switch_that_stays(client):
    back = post(client, "/language", language="en", back="/rules?x=1")
    assert back.location == "/rules?x=1"
    home = client.get("/")
    assert page(home).html["lang"] == "en" and "Upload a staff roster" in home.text
    post(client, "/language", language="zh", back="/")
    assert page(client.get("/")).html["lang"] == "zh-CN"


def test_a_browser_that_prefers_english_still_gets_chinese_first(client):
    assert "上传花名册" in client.get("/", headers={"Accept-Language": "en"}).text


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", ""])
def test_the_switch_leads_to_no_other_site(client, back):
    assert post(client, "/language", language="en", back=back).location == "/"


def test_every_text_has_its_english_and_the_compiled_file_is_fresh():
    known = languages.catalogue()
    missing = [shown for shown in languages.texts() if not (known.get(shown) and known.get(shown).string)]
    assert missing == []
    stale = [message.id for message in known if message.id and message.id not in languages.texts()]
    assert stale == [], "python -m verifier.web.languages"
    assert languages.PO.with_suffix(".mo").read_bytes() == languages.compiled(known), "python -m verifier.web.languages"


def test_placeholders_are_the_same_in_both_languages():
    for message in languages.catalogue():
        if message.id:
            assert set(re.findall(r"%\(\w+\)s", message.id)) == set(re.findall(r"%\(\w+\)s", message.string)), message.id


def test_every_page_reads_in_english(client):
    where = screened(client, sheet(WELDER, SLIP))
    client.set_cookie("language", "en")
    shown = text(client.get(where))
    assert "Needs correction" in shown and "rows need attention" in shown
    assert "Next step" in text(client.get(f"{where}/rows/3"))


# --- What guards the pages


ADDRESSES = ("/", "/check", "/rules", "/nowhere", "/api/openapi.json", "/healthz", "/static/house.css")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_the_strict_headers(client, address):
    headers = client.get(address).headers
    assert headers["Content-Security-Policy"] == guard.POLICY and "unsafe" not in guard.POLICY
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["Referrer-Policy"] == "same-origin"


def test_no_page_has_script_or_style_inside_it(client):
    where = screened(client, sheet(WELDER, SLIP))
    preview = upload(client, sheet(WELDER)).location
    for address in ("/", "/check", "/rules", "/rules/ID01", "/nowhere", where, f"{where}/rows/3", f"{where}/delete", preview):
        shown = page(client.get(address))
        assert not shown.select("style, [style], script:not([src])"), address
        assert not [tag for tag in shown.find_all(True) for name in tag.attrs if name.startswith("on")], address


POSTS = ("/rosters", "/rosters/sample", "/language", "/check", "/rosters/x/confirm", "/rosters/x/cancel", "/rosters/x/delete")


@pytest.mark.parametrize("address", POSTS)
def test_nothing_is_done_without_the_token_of_the_form(client, address):
    answer = client.post(address, data={"name": "王建国"})
    assert answer.status_code == 400 and "表单已失效" in text(answer)


def test_the_list_of_posts_is_whole(app):
    found = {rule.rule.replace("<id>", "x") for rule in app.url_map.iter_rules() if "POST" in rule.methods and not rule.rule.startswith("/api")}
    assert found == set(POSTS)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.5:8000", "[::ffff:8.8.8.8]", "localhost.evil.example"])
def test_a_name_that_is_not_this_machine_is_not_answered(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "127.0.0.2", "[::1]:8000"])
def test_every_name_of_this_machine_is_answered(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("headers", [
    {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}])
def test_another_sites_page_cannot_write(client, headers):
    answer = client.post("/check", data={"csrf_token": token(client), "name": "王建国"}, headers=headers)
    assert answer.status_code == 403 and "其他网站" in text(answer)


def test_the_key_of_the_forms_is_kept_for_all_processes_and_hidden(app):
    home = Path(app.extensions["house"].settings.home)
    assert (home / "session.key").stat().st_mode & 0o777 == 0o600
    assert create_app(replace(app.extensions["house"].settings)).secret_key == app.secret_key


def test_a_fault_of_ours_shows_an_id_and_nothing_of_its_inside(app, monkeypatch, caplog):
    def broken(*_arguments, **_options):
        raise RuntimeError("SELECT secret FROM /root")

    monkeypatch.setattr("verifier.batches.recent", broken)
    answer = app.test_client().get("/")
    assert answer.status_code == 500 and "RuntimeError" not in answer.text and "SELECT" not in answer.text
    assert answer.headers["X-Request-Id"] in answer.text and answer.headers["X-Request-Id"] in caplog.text


def test_colours_of_outcomes_are_those_of_the_reports():
    style = Path("verifier/web/static/house.css").read_text("utf-8")
    for outcome in Outcome:
        colour = OUTCOME[outcome.value]
        assert f".outcome.{outcome.value} {{ background: {colour.tint}; color: {colour.ink};" in style
