"""The few words that rules, answers and commands share: values of facts, verdicts, kinds and languages."""

from typing import Literal

__all__ = ["Kind", "Language", "Value", "VerdictName"]

Value = Literal["yes", "no"]
Kind = Literal["licences", "passage", "abstained"]
Language = Literal["en", "zh"]
VerdictName = Literal["required", "recommended", "optional", "not_required", "unclear", "depends"]
