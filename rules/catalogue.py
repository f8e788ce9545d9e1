"""all_rules(): every rule that a module under a family folder holds, in the order of their codes."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import rules
from rules.rule import Rule

FAMILIES = {
    "identity": "姓名与身份证件号码",
    "certificate": "证书编号、项目、日期与签发机关",
    "site": "二维码与网址",
    "regime": "其他登记库的证书",
    "roster": "同一名册内的比对",
    "register": "与登记库记录的比对",
}


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code. Raises ValueError if two share one."""
    found: dict[str, Rule] = {}
    for family in FAMILIES:
        package = importlib.import_module(f"{rules.__name__}.{family}")
        for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, Rule):
                    if value.code in found:
                        raise ValueError(f"two rules have the code {value.code}")
                    found[value.code] = value
    return tuple(found[code] for code in sorted(found))


@cache
def rule_of(code: str) -> Rule:
    return next(rule for rule in all_rules() if rule.code == code)
