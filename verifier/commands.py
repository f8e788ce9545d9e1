"""The command line: screen a roster, check one claim, judge an address, work. Wired into `flask` by app.py."""

from __future__ import annotations

import json
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app

from verifier.errors import VerifierError
from verifier.verdict import Outcome

REFUSED = 2          # a wrong setting ends the start in app.py, with 3
SUFFIXES = (".xlsx", ".csv", ".json", ".html")
DAY = click.DateTime(formats=["%Y-%m-%d"])


def register(app: Flask) -> None:
    for command in (screen, check, judge_site, work):
        app.cli.add_command(command)


def settings():
    return current_app.extensions["house"].settings


@click.command("screen")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as-of", type=DAY, help="判断以哪一天为准（默认今天，北京时间）。")
@click.option("--extract", type=click.Path(path_type=Path), help="登记库的正式提取文件（csv 或 parquet）。")
@click.option("--extract-date", type=DAY, help="提取文件的数据日期；默认取“数据日期”列，再取文件自身的日期。")
@click.option("--extract-covers", default="", help="提取文件覆盖的省级区划代码，如 33,32；默认全国。")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="报告文件：.xlsx .csv .json .html；不写则在终端显示。")
@click.option("--sheet", help="名册所在的工作表；默认自动识别。")
@click.option("--unmask", is_flag=True, help="显示完整号码（默认只显示后四位）。")
def screen(file: Path, as_of, extract: Path | None, extract_date, extract_covers: str, output: Path | None, sheet: str | None, unmask: bool) -> None:
    """核对一份名册 FILE，给出带理由的报告。"""
    if output is not None and output.suffix.lower() not in SUFFIXES:
        refuse(f"不认识报告格式“{output.suffix}”：请用 {' '.join(SUFFIXES)} 之一。")
    if not file.is_file():
        refuse(f"找不到文件“{file.name}”：请核对文件名与所在文件夹。")
    day = as_of.date() if as_of else settings().today()
    with tempfile.TemporaryDirectory() as scratch:
        try:
            roster, results, summary = screened(file, Path(scratch), day, extract, extract_date, extract_covers, sheet)
            if output is None:
                show(roster, results, summary, unmask=unmask)
            else:
                written = Path(scratch, "report" + output.suffix.lower())
                from verifier import reports
                reports.write(output.suffix[1:].lower(), results, roster, summary, written, unmask=unmask)
                output.write_bytes(written.read_bytes())
                click.echo(f"已写入 {output}：{summary.rows} 行，标记 {summary.flagged} 行，退回 {len(roster.refused)} 行。", err=True)
        except VerifierError as error:
            refuse(error.message)


def screened(file: Path, scratch: Path, day: date, extract: Path | None, extract_date, covers: str, sheet: str | None):
    """Read and screen a file; a progress bar runs on a terminal, none in a pipe. Raises VerifierError where it is refused."""
    from crawlers.extract import Extract, ExtractUnreadable
    from verifier import rosters, screening
    limits = rosters.Limits(rows=settings().rows_limit, upload_mb=settings().upload_limit_mb)
    layout = rosters.preview(file, file.name, limits).settled(sheet) if sheet else None
    try:
        provinces = tuple(code for code in covers.replace("，", ",").split(",") if code)
        source = Extract.open(extract, day=extract_date.date() if extract_date else None, covers=provinces) if extract else None
        roster = rosters.read(file, file.name, limits, scratch / "roster.parquet", layout=layout)
        with click.progressbar(length=100, label="比对", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
            summary = screening.screen(
                scratch / "roster.parquet", scratch / "results.parquet", as_of=day, extract=source,
                allow_test_ids=settings().test_ids_allowed, progress=lambda done, total: bar.update(100 * done // max(total, 1) - bar.pos))
    except ExtractUnreadable as error:
        raise VerifierError(str(error), code="extract_unreadable") from error
    return roster, scratch / "results.parquet", summary


def show(roster, path: Path, summary, *, unmask: bool) -> None:
    """The result on the terminal: what needs attention, then the figures."""
    from verifier.results import Results
    results = Results.open(path)
    for row in results.rows(attention_first=True, limit=40, unmask=unmask):
        if row["outcome"] == Outcome.CONFIRMED and not row["flagged"]:
            continue
        mark = "⚑" if row["flagged"] else " "
        name = row["claim"]["name"] or "（无姓名）"
        click.echo(f"{mark} 第 {row['row']} 行  {name}  {row['outcome_label']}")
        for said in (*row["findings"], *row["questions"]):
            click.echo(f"      {said['message']}")
    for notice in summary.notices:
        click.echo(f"! {notice.title}：{notice.message}（第 {'、'.join(map(str, notice.rows[:10]))} 行）")
    for refused in roster.refused:
        click.echo(f"× 第 {refused.row} 行未读入：{refused.reason}")
    figures = "  ".join(f"{Outcome(word).label} {count}" for word, count in summary.outcomes.items() if count)
    click.echo(f"\n{summary.as_of}  共 {roster.rows} 行：{figures}；标记 {summary.flagged}，退回 {len(roster.refused)}，跳过 {len(roster.skipped)}")
    click.echo("结论只说明材料与登记库是否相符，不是对人的认定。")


@click.command("check")
@click.option("--name", help="姓名")
@click.option("--id-number", help="身份证件号码")
@click.option("--id-type", help="证件类型")
@click.option("--certificate-number", help="证书编号")
@click.option("--category", help="作业类别")
@click.option("--item", help="操作项目")
@click.option("--issuer", help="签发机关")
@click.option("--first-issued", help="初领日期")
@click.option("--valid-from", help="有效期开始日期")
@click.option("--valid-until", help="有效期结束日期")
@click.option("--review-due", help="应复审日期")
@click.option("--reviewed-on", help="实际复审日期")
@click.option("--sex", help="性别")
@click.option("--qr-text", help="二维码内容")
@click.option("--employer", help="单位")
@click.option("--as-of", type=DAY, help="判断以哪一天为准。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.option("--unmask", is_flag=True, help="显示完整号码。")
def check(as_of, as_json: bool, unmask: bool, **claim: str | None) -> None:
    """核对一张证件（本版本不向登记库查询）。"""
    from verifier import checks
    if not any(claim.values()):
        refuse("请至少给出一项，例如 --name 与 --id-number。")
    answer = checks.check(claim, as_of=as_of.date() if as_of else settings().today(), allow_test_ids=settings().test_ids_allowed, unmask=unmask)
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
        return
    click.echo(f"{answer['outcome_label']}{'（已标记，需人工查看）' if answer['flagged'] else ''}  以 {answer['as_of']} 为准")
    for said in (*answer["findings"], *answer["questions"]):
        click.echo(f"  {said['message']}\n      如何澄清：{said['clears']}")
    if route := answer["other_register"]:
        click.echo(f"  应查：{route['name']}  {route['lookup']}")
    click.echo(f"  登记库：{answer['register']['reason']}")


@click.command("judge-site")
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def judge_site(text: str, as_json: bool) -> None:
    """判断一个网址或二维码内容 TEXT 是否官方地址；不会访问它。"""
    from rules import hosts
    answer = site(hosts.judge(text))
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    word = {"official": "官方地址", "imitation": "仿冒官方地址的样式", "unknown": "无法判断"}[answer["judgement"]]
    click.echo("\n".join([f"{word}  {answer['host'] or ''}", *(f"  {reason}" for reason in answer["reasons"])]))


def site(judgement) -> dict[str, Any]:
    return {"judgement": judgement.judgement, "host": judgement.host, "reasons": list(judgement.reasons)}


@click.command("work")
def work() -> None:
    """后台处理排队的名册，直到收到停止信号。"""
    from verifier import worker
    worker.work(current_app.extensions["house"])


def refuse(message: str) -> None:
    click.echo(message, err=True)
    sys.exit(REFUSED)
