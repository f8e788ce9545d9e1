"""What the API takes and gives, as its description (OpenAPI) tells it."""

from __future__ import annotations

import marshmallow as ma
from flask_smorest.fields import Upload
from marshmallow import fields

from rules.claim import FIELDS, LABELS
from verifier.verdict import Outcome, Verdict
from verifier.web.strict import JsonYesNo, Strict, Text, YesNo

MOST_ROWS = 200
OUTCOMES = [outcome.value for outcome in Outcome]


class Problem(ma.Schema):
    """RFC 9457."""

    class Complaint(ma.Schema):
        pointer = fields.String(required=True)
        detail = fields.String(required=True)

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True, metadata={"description": "The sentence for the person, in Chinese"})
    code = fields.String(required=True, metadata={"description": "Stable; for programs"})
    request_id = fields.String(required=True)
    errors = fields.List(fields.Nested(Complaint))


ClaimFields = Strict.from_dict(
    {name: Text(allow_none=True, metadata={"description": LABELS[name]}) for name in FIELDS}, name="ClaimFields")


class CheckAsked(ClaimFields):
    """One certificate as somebody presents it. Absent or null: not presented. At least one field must say something."""

    purpose = Text(metadata={"description": "Why it is checked; not kept yet"})
    fresh = JsonYesNo(metadata={"description": "Ask the register anew; no register is asked yet"})

    @ma.validates_schema
    def says_something(self, data, **_options):
        if not any(text and text.strip() for name, text in data.items() if name in FIELDS):
            raise ma.ValidationError("请至少给出证件上的一项内容。")


class IdempotencyKey(ma.Schema):
    idempotency_key = fields.String(
        data_key="Idempotency-Key", validate=ma.validate.Regexp(r"^[!-~]{1,128}$", error="1 到 128 个可见的 ASCII 字符。"),
        metadata={"description": "The same key with the same body does the work once; with another body it is refused"})


class RosterUpload(Strict):
    file = Upload(required=True, error_messages={"required": "缺少名为 file 的文件。"}, metadata={"description": "xlsx, xls, ods or csv"})


class RowsAsked(Strict):
    outcome = fields.String(validate=ma.validate.OneOf(OUTCOMES, error="没有这种结论。"))
    flagged = YesNo()
    cursor = fields.String(validate=ma.validate.Regexp(r"^[0-9]{1,9}$", error="请原样使用上一页的 next_cursor。"),
                           metadata={"description": "next_cursor of the page before"})
    limit = fields.Integer(load_default=50, validate=ma.validate.Range(1, MOST_ROWS, error=f"1 到 {MOST_ROWS}。"))


class SiteAsked(Strict):
    """An address or the text of a QR code: exactly one of the two."""

    url = Text(validate=[ma.validate.Length(min=1)])
    qr_text = Text(validate=[ma.validate.Length(min=1)])

    @ma.validates_schema
    def just_one(self, data, **_options):
        if len(data) != 1:
            raise ma.ValidationError("请给出 url 或 qr_text 其中一项。")


class Judgement(ma.Schema):
    judgement = fields.String(required=True, validate=ma.validate.OneOf(["official", "imitation", "unknown"]))
    host = fields.String(required=True, allow_none=True)
    reasons = fields.List(fields.String(), required=True)


class Finding(ma.Schema):
    code = fields.String(required=True)
    severity = fields.String(required=True, validate=ma.validate.OneOf(["high", "medium", "low", "question"]))
    title = fields.String(required=True)
    message = fields.String(required=True)
    cells = fields.List(fields.String(), required=True)
    basis = fields.String(required=True)
    innocent = fields.List(fields.String(), required=True)
    clears = fields.String(required=True)


class Record(ma.Schema.from_dict({name: fields.String(allow_none=True) for name in FIELDS}, name="RecordFields")):
    status = fields.String(allow_none=True)


class Register(ma.Schema):
    state = fields.String(required=True, validate=ma.validate.OneOf(["found", "not_found", "unavailable", "not_asked", "waiting"]))
    reason = fields.String(allow_none=True)
    source = fields.String(allow_none=True)
    asked_at = fields.String(allow_none=True)
    records = fields.List(fields.Nested(Record))


class Concluded(ma.Schema):
    outcome = fields.String(required=True, validate=ma.validate.OneOf(OUTCOMES))
    outcome_label = fields.String()
    verdict = fields.String(required=True, validate=ma.validate.OneOf([verdict.value for verdict in Verdict]))
    flagged = fields.Boolean(required=True)
    risk = fields.Float(required=True)
    claim = fields.Nested(ma.Schema.from_dict({name: fields.String(allow_none=True) for name in FIELDS}, name="ClaimShown"), required=True)
    findings = fields.List(fields.Nested(Finding), required=True)
    questions = fields.List(fields.Nested(Finding), required=True)
    register = fields.Nested(Register, required=True)
    other_register = fields.Dict(keys=fields.String(), allow_none=True)


class Conclusion(Concluded):
    id = fields.String(required=True)
    checked_at = fields.DateTime(required=True)
    as_of = fields.Date(required=True)
    rules_version = fields.String(required=True)


class Row(Concluded):
    row = fields.Integer(required=True)
    sheet = fields.String()
    certificates = fields.List(fields.Nested(Concluded))


class Rows(ma.Schema):
    rows = fields.List(fields.Nested(Row), required=True)
    total = fields.Integer(required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class RosterState(ma.Schema):
    id = fields.String(required=True)
    name = fields.String(required=True)
    state = fields.String(required=True, validate=ma.validate.OneOf(
        ["draft", "queued", "running", "waiting_for_desk", "done", "cancelled", "failed"]))
    created_at = fields.DateTime(required=True)
    as_of = fields.Date(allow_none=True)
    rows_done = fields.Integer(required=True)
    rows_total = fields.Integer(required=True)
    step = fields.String(allow_none=True)
    code = fields.String(allow_none=True, metadata={"description": "Why it failed, for programs"})
    reason = fields.String(allow_none=True, metadata={"description": "Why it failed, for people"})
    rules_version = fields.String(allow_none=True)
    summary = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True, allow_none=True,
                          metadata={"description": "Rows of each outcome, and flagged, refused"})
    roster = fields.Dict(keys=fields.String(), allow_none=True)
    skipped = fields.Integer(allow_none=True)
