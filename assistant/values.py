"""The few words that rules, answers and commands share: values of facts, verdicts, kinds and languages."""

from typing import Literal

__all__ = ["VALUES", "Kind", "Language", "Value", "VerdictName", "opposite"]

Value = Literal["yes", "no"]
Kind = Literal["licences", "passage", "abstained"]
Language = Literal["en", "zh"]
VerdictName = Literal["required", "recommended", "optional", "not_required", "unclear", "depends"]

VALUES: tuple[Value, Value] = ("yes", "no")


def opposite(value: Value) -> Value:
    return "no" if value == "yes" else "yes"
