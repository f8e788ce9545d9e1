"""The whole journey in a real browser against the real service: by mouse, by keyboard alone, at 360 px, without JavaScript, and with axe.

Debian's Chromium has to be there (`apt-get install chromium fonts-noto-cjk`). Where it is not these tests fail: they never skip.
"""

import csv
import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
EXPECTED = re.compile("status of 4|frame-ancestors")      # a refusal that a test asks for is no complaint
DESK, TELEPHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 640}
HEADINGS = ["序号", "姓名", "身份证号码", "证书编号", "操作项目", "有效期至"]
PEOPLE = [
    ["1", "王建国", "331081189703010078", "T331081189703010078", "熔化焊接与热切割作业", "2029-06-10"],
    ["2", "李秀英", "33108118970301006X", "T33108118970301006X", "低压电工作业", "2025-06-10"],
    ["3", "张伟", "331081189703010079", "T331081189703010078", "低压电工作业", "2029-06-10"],
    ["合计", "3人", "", "", "", ""],
]


def sheet(rows):
    out = io.StringIO()
    csv.writer(out).writerows([["三分厂特种作业人员花名册"], HEADINGS, *rows])
    return out.getvalue().encode("utf-8-sig")


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    """The service as `make run` starts it, on a free port; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = tmp_path_factory.mktemp("service")
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("VERIFIER_")}
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "verifier.serve", "--port", str(port)], stdout=log, stderr=log, cwd=Path(__file__).parent.parent,
            env=surroundings | {"VERIFIER_HOME": str(home / "var"), "VERIFIER_NOW": "2026-11-23T10:00", "VERIFIER_MAX_UPLOAD_MB": "5"})
    address = f"http://127.0.0.1:{port}"
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(240):
        assert process.poll() is None, (home / "log").read_text("utf-8")
        try:
            direct.open(f"{address}/readyz", timeout=2)
            break
        except OSError:
            time.sleep(0.25)
    else:
        raise AssertionError((home / "log").read_text("utf-8"))
    yield address
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


@pytest.fixture(scope="session")
def chromium():
    assert Path(CHROMIUM).exists(), f"{CHROMIUM} is missing: apt-get install chromium fonts-noto-cjk"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, service):
    """Opens a page of the service; afterwards no page may have complained in its console."""
    opened, complaints = [], []

    def at(path="/", viewport=DESK, **options):
        context = chromium.new_context(viewport=viewport, locale="zh-CN", base_url=service, **options)
        context.set_default_timeout(20_000)
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" and not EXPECTED.search(message.text) else None)
        page.goto(path)
        return page

    yield at
    for context in opened:
        context.close()
    assert complaints == []


@pytest.fixture
def roster(tmp_path):
    path = tmp_path / "三分厂 名册.csv"
    path.write_bytes(sheet(PEOPLE))
    return path


def upload(page, roster):
    page.goto("/")
    page.set_input_files("#file", roster)
    page.get_by_role("button", name="上传并预览").click()
    page.wait_for_url("**/preview")


def screened(page, roster):
    """Upload, confirm, wait: the page shows the result. Gives its address."""
    upload(page, roster)
    page.get_by_role("button", name="确认，开始核验").click()
    page.wait_for_selector("table.rows")
    return page.url.split("#")[0]


def test_a_roster_goes_in_and_a_report_comes_out(open_page, roster):
    page = open_page()
    upload(page, roster)
    expect(page.get_by_text("表头在第 2 行")).to_be_visible()
    expect(page.get_by_label("C 列“身份证号码”当作")).to_have_value("id_number")
    page.get_by_role("button", name="确认，开始核验").click()
    expect(page.locator("table.rows tbody tr")).to_have_count(3)
    page.get_by_role("link", name=re.compile("信息待更正")).click()
    expect(page.locator("table.rows tbody tr")).to_have_count(1)
    page.get_by_role("link", name="张伟").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("第 5 行")
    expect(page.get_by_text("怎样消除").first).to_be_visible()
    page.get_by_role("link", name="回到全部结果").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    assert download.value.suggested_filename == "核验报告-三分厂 名册.xlsx" and Path(download.value.path()).read_bytes()[:2] == b"PK"
    page.get_by_role("link", name="删除这份名册").click()
    page.get_by_role("button", name="确认删除").click()
    expect(page.get_by_role("status").first).to_contain_text("已全部删除")


def test_a_file_can_be_dropped_anywhere_on_the_box(open_page, roster):
    page = open_page()
    data = page.evaluate_handle("""text => { const data = new DataTransfer(); data.items.add(new File([text], "拖入.csv")); return data; }""",
                                sheet(PEOPLE).decode("utf-8-sig"))
    page.dispatch_event(".drop", "drop", {"dataTransfer": data})
    page.wait_for_url("**/preview")
    expect(page.locator(".crumbs")).to_contain_text("拖入.csv")


def test_a_file_that_is_too_large_is_not_even_sent(open_page, tmp_path):
    large = tmp_path / "大.csv"
    large.write_bytes(bytes(6 * 1024 * 1024))
    page = open_page()
    page.set_input_files("#file", large)
    page.get_by_role("button", name="上传并预览").click()
    expect(page.locator(".chosen")).to_contain_text("超过 5 MB 的上限")
    assert page.url.endswith("/")


def test_a_file_that_is_too_large_is_refused_with_a_sentence_without_javascript(open_page, tmp_path):
    large = tmp_path / "大.csv"
    large.write_bytes(bytes(6 * 1024 * 1024))
    page = open_page(java_script_enabled=False)
    page.set_input_files("#file", large)
    page.get_by_role("button", name="上传并预览").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("超过 5 MB 的上限")


def press_until(page, wanted, most=80):
    """Tab on until what is focused has this text or label, as a person without a mouse does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        seen = page.evaluate("""() => { const e = document.activeElement; const s = getComputedStyle(e);
            return [e.getAttribute("aria-label") || e.innerText || e.id || e.name || "", s.outlineStyle !== "none" || s.boxShadow !== "none"]; }""")
        if wanted in seen[0]:
            assert seen[1], f"where {wanted!r} is focused nothing shows it"
            return
    raise AssertionError(f"{wanted!r} is not reached by keyboard")


def test_everything_can_be_done_by_keyboard_alone(open_page, roster):
    page = open_page()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    press_until(page, "file")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(roster)
    press_until(page, "上传并预览")
    page.keyboard.press("Enter")
    page.wait_for_url("**/preview")
    press_until(page, "A 列“序号”当作")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    press_until(page, "确认，开始核验")
    page.keyboard.press("Enter")
    page.wait_for_selector("table.rows")
    press_until(page, "信息待更正")
    page.keyboard.press("Enter")
    page.wait_for_url("**outcome=needs_correction**")
    press_until(page, "张伟")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("张伟")
    press_until(page, "名册")
    page.goto(page.url.split("/rows")[0] + "/delete")
    press_until(page, "确认删除")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("已全部删除")


def test_everything_can_be_done_without_javascript(open_page, roster):
    page = open_page(java_script_enabled=False)
    result = screened(page, roster)
    expect(page.locator("table.rows tbody tr")).to_have_count(3)
    page.get_by_role("link", name=re.compile("已失效")).click()
    page.get_by_role("link", name="李秀英").click()
    expect(page.locator(".verdict")).to_contain_text("已失效")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto(result)
    expect(page.get_by_text("Download the report")).to_be_visible()
    page.goto(f"{result}/delete")
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_role("status").first).to_contain_text("have been deleted")


def test_two_columns_of_one_kind_are_asked_about_before_anything_runs(open_page, tmp_path):
    path = tmp_path / "两列.csv"
    path.write_bytes("姓名,身份证号,身份证号,操作项目\n王建国,331081189703010078,33108118970301006X,低压电工作业\n".encode())
    page = open_page()
    upload(page, path)
    page.get_by_role("button", name="确认，开始核验").click()
    expect(page.get_by_role("alert")).to_contain_text("请只留一列")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("C 列“身份证号”当作").select_option("")
    page.get_by_role("button", name="确认，开始核验").click()
    page.wait_for_selector("table.rows")


def every_page(page, roster):
    """Visits each kind of page, and gives its name."""
    result = screened(page, roster)
    yield "result"
    for name, address in {"row": f"{result}/rows/5", "lapsed row": f"{result}/rows/4", "delete": f"{result}/delete", "home": "/", "check": "/check",
                          "rules": "/rules", "rule": "/rules/ID01", "manual": "/help/enterprise",
                          "not found": "/nowhere"}.items():
        page.goto(address)
        yield name
    upload(page, roster)
    yield "preview"
    page.goto("/check")
    page.fill("[name=id_number]", "331081189703010079")
    page.get_by_role("button", name="核对").click()
    yield "conclusion"
    page.get_by_role("button", name="English").click()
    for name, address in {"english result": result, "english row": f"{result}/rows/5", "english home": "/"}.items():
        page.goto(address)
        yield name


def test_no_page_scrolls_sideways_on_a_telephone(open_page, roster):
    page = open_page(viewport=TELEPHONE)
    for name in every_page(page, roster):
        wide = page.evaluate("""() => document.documentElement.scrollWidth <= innerWidth ? [] :
            [...document.querySelectorAll("main *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
            .map(e => e.outerHTML.slice(0, 90))""")
        assert wide == [], name


def test_what_is_touched_is_large_enough_on_a_telephone(open_page, roster):
    page = open_page(viewport=TELEPHONE, has_touch=True)
    for name in every_page(page, roster):
        small = page.evaluate("""() => [...document.querySelectorAll(
                "button, [role=button], select, nav:not(.crumbs) a, .downloads a, input:not([type=hidden])")]
            .filter(e => e.offsetParent && e.getBoundingClientRect().height < 24).map(e => e.outerHTML.slice(0, 90))""")
        assert small == [], name


@pytest.mark.parametrize("viewport", [DESK, TELEPHONE], ids=["desk", "telephone"])
def test_axe_finds_nothing_serious(open_page, roster, viewport):
    page = open_page(viewport=viewport)
    for name in every_page(page, roster):
        found = Axe().run(page).response["violations"]
        grave = [(fault["id"], [node["html"][:120] for node in fault["nodes"]][:3]) for fault in found if fault["impact"] in ("serious", "critical")]
        assert grave == [], name


def test_a_text_that_looks_like_script_stays_text(open_page, tmp_path):
    path = tmp_path / "x.csv"
    name = "<script>document.title='run'</script><img src=x onerror=alert(1)>{{7*7}}"
    path.write_bytes(f"姓名,身份证号,操作项目\n{name},331081189703010078,低压电工作业\n".encode())
    page = open_page()
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    result = screened(page, path)
    expect(page.locator("table.rows")).to_contain_text("<script>document.title='run'</script>")
    page.goto(f"{result}/rows/2")
    expect(page.get_by_role("heading", level=1)).to_contain_text("{{7*7}}")
    assert "run" not in page.title()


def test_another_sites_page_can_neither_write_nor_frame(open_page, service, tmp_path):
    evil = tmp_path / "evil.html"
    evil.write_text(f'<form method="post" action="{service}/check"><input name="name" value="王"></form><iframe src="{service}/"></iframe>'
                    "<script>document.forms[0].submit()</script>", encoding="utf-8")
    page = open_page()
    page.goto(evil.as_uri())
    page.wait_for_url("**/check")
    expect(page.get_by_role("heading", level=1)).to_contain_text("其他网站")
