"""How the API reads what it is sent: strictly, because a guess about whose number was meant is not ours to make."""

from __future__ import annotations

import json
from typing import Any, NoReturn

import marshmallow as ma
from flask import Request
from flask_babel import lazy_gettext
from flask_smorest import Blueprint
from webargs.flaskparser import FlaskParser, abort, is_json_request


class Parser(FlaskParser):
    """JSON as RFC 8259 has it: one value a key, no NaN, no nesting to drown in; and nothing else is taken for JSON."""

    DEFAULT_UNKNOWN_BY_LOCATION = FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION | {"query": ma.RAISE, "files": ma.RAISE, "json": ma.RAISE}

    def load_json(self, req: Request, schema: ma.Schema) -> Any:
        if not is_json_request(req):
            abort(415)
        try:
            return read(req.get_data(cache=True))
        except RepeatedKey as error:
            abort(400, code="repeated_key", message=f"同一个键 {error.args[0]!r} 出现了两次，系统不猜哪个是真的。")
        except (ValueError, RecursionError):
            abort(400, code="not_json", message="请求体不是合法的 JSON（须为 UTF-8；不接受 NaN 与 Infinity）。")


class RepeatedKey(Exception):
    pass


def read(body: bytes) -> Any:
    """The value of a JSON text. Raises ValueError for what is none, RepeatedKey where a key stands twice.

    >>> read(b'{"name": "a"}')
    {'name': 'a'}
    """
    return json.loads(body.decode("utf-8"), object_pairs_hook=unrepeated, parse_constant=refuse)


def unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise RepeatedKey(key)
        found[key] = value
    return found


def refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


class StrictBlueprint(Blueprint):
    ARGUMENTS_PARSER = Parser()


class Text(ma.fields.String):
    """A text of at most 500 characters that can be written down. A number is refused: JavaScript may have spoilt it on the way."""

    LONGEST = 500

    def __init__(self, **options):
        options.setdefault("validate", []).append(ma.validate.Length(max=self.LONGEST, error=f"最多 {self.LONGEST} 个字。"))
        super().__init__(error_messages={
            "invalid": lazy_gettext("请以文本形式发送（加引号）：数字形式的号码在途中可能已失去末几位。"), "null": lazy_gettext("不能为 null。"),
            "required": lazy_gettext("缺少这一项。")}, **options)

    def _deserialize(self, value, attr, data, **options):
        if not isinstance(value, str):
            raise self.make_error("invalid")
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise ma.ValidationError("含有不成对的代理码位，无法作为文字保存。") from error
        return value


class YesNo(ma.fields.Boolean):
    """true or false, and nothing that is taken for them."""

    def _deserialize(self, value, attr, data, **options):
        chosen = {"true": True, "false": False}.get(value) if isinstance(value, str) else value
        if not isinstance(chosen, bool):
            raise ma.ValidationError("只能是 true 或 false。")
        return chosen


class JsonYesNo(YesNo):
    def _deserialize(self, value, attr, data, **options):
        return super()._deserialize(value if isinstance(value, bool) else None, attr, data, **options)


class Strict(ma.Schema):
    """Unknown keys are refused, by name."""

    class Meta:
        unknown = ma.RAISE

    error_messages = {"unknown": "没有这一项。", "type": "须为一个 JSON 对象。"}
