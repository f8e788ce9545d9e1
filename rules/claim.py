"""The vocabulary: each field of a claim, its label on paper, and the other headings that rosters give it.

This is the only table of headings. A new heading is one more word on one line.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, fields
from enum import Enum


class Kind(Enum):
    """How the text of a field is to be read."""

    TEXT = "text"
    NUMBER = "number"      # of a person or a certificate: masked wherever people look
    DATE = "date"


def column(label: str, *others: str, kind: Kind = Kind.TEXT) -> str | None:
    return field(default=None, metadata={"label": label, "headings": (label, *others), "kind": kind})


def number(label: str, *others: str) -> str | None:
    return column(label, *others, kind=Kind.NUMBER)


def day(label: str, *others: str) -> str | None:
    return column(label, *others, kind=Kind.DATE)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What a certificate says of itself, as somebody presents it. Every field is text and may be missing (None).

    Dates are text here because people write them in many shapes; `rules.claims.Claims` reads them, and what it
    cannot read for certain stays a question.
    """

    name: str | None = column("姓名", "名字", "持证人", "持证人姓名", "员工姓名", "人员姓名", "作业人员", "作业人员姓名", "持证人员")
    id_number: str | None = number(
        "身份证号", "身份证号码", "身份证", "公民身份号码", "公民身份证号", "公民身份证号码", "居民身份证号", "居民身份证号码",
        "证件号码", "证件号", "身份证件号码", "身份证件号", "有效证件号码")
    id_type: str | None = column("证件类型", "身份证件类型", "证件种类", "证件类别")
    certificate_number: str | None = number(
        "证书编号", "证号", "证书号", "证书号码", "操作证号", "操作证编号", "特种作业操作证号", "特种作业操作证编号", "特种作业证号",
        "资格证号", "资格证书编号", "资格证书号", "证件编号", "编号")
    category: str | None = column("作业类别", "类别", "作业种类", "证书类别", "工种类别")
    item: str | None = column(
        "操作项目", "准操项目", "准操作项目", "作业项目", "项目", "工种", "作业工种", "操作工种", "证书项目", "准操作范围",
        "证书名称", "特种作业工种")
    issuer: str | None = column("签发机关", "发证机关", "发证单位", "颁发机关", "颁发单位", "签发单位", "发证部门")
    first_issued: str | None = day("初领日期", "初次领证日期", "初次发证日期", "初领时间", "首次领证日期", "领证日期", "取证日期",
                                   "取证时间", "领证时间")
    valid_from: str | None = day(
        "有效期开始日期", "有效期开始", "有效期起", "有效期自", "有效起始日期", "有效期始", "有效期起始日期", "起始日期", "开始日期", "发证日期",
        "签发日期", "发证时间", "有效期开始时间")
    valid_until: str | None = day(
        "有效期结束日期", "有效期至", "有效期", "有效期限", "有效期止", "有效期结束", "截止日期", "有效截止日期", "到期日期", "到期时间",
        "证书有效期", "有效日期", "有效期截止日期", "结束日期", "终止日期", "失效日期", "有效期到", "有效期结束时间", "有效期终止日期",
        "证书有效期至")
    review_due: str | None = day("应复审日期", "复审日期", "下次复审日期", "应复审时间", "复审时间", "复审期限", "复审到期日期")
    reviewed_on: str | None = day("实际复审日期", "已复审日期", "复审完成日期", "最近复审日期", "实际复审时间", "上次复审日期")
    sex: str | None = column("性别")
    qr_text: str | None = column("二维码", "二维码内容", "二维码地址", "二维码链接", "查询网址", "查询链接", "网址", "扫码结果")
    employer: str | None = column("单位", "单位名称", "所在单位", "工作单位", "企业名称", "公司", "公司名称", "用人单位", "所属单位", "施工单位")


FIELDS = tuple(f.name for f in fields(Claim))
LABELS = {f.name: f.metadata["label"] for f in fields(Claim)}
KINDS = {f.name: f.metadata["kind"] for f in fields(Claim)}
HEADINGS = {f.name: f.metadata["headings"] for f in fields(Claim)}
DATES = tuple(name for name in FIELDS if KINDS[name] is Kind.DATE)

# Columns that a roster carries for its own use. Knowing them keeps a heading row recognisable; nothing reads them.
IGNORED_HEADINGS = frozenset({"序号", "部门", "班组", "岗位", "备注", "联系电话", "电话", "手机号", "文化程度", "学历", "年龄", "籍贯", "民族",
                              "入职日期", "出生日期", "照片", "住址", "家庭住址", "职务", "状态"})


def heading_key(text: str) -> str:
    """A heading reduced to what tells it from others: no blanks, marks, brackets' content or case.

    >>> heading_key(" 身份证号码（必填）*")
    '身份证号码'
    """
    folded = unicodedata.normalize("NFKC", text).upper()
    out, depth = [], 0
    for character in folded:
        depth += character in "([【"
        if depth == 0 and character.isalnum():
            out.append(character)
        depth -= character in ")]】" and depth > 0
    return "".join(out)


FIELD_OF_HEADING = {heading_key(word): name for name in FIELDS for word in (*HEADINGS[name], name)}
