"""YAML 1.2 as data: quickly by libyaml where it can, exactly by ruamel.yaml where it cannot."""

from typing import Any


def load_yaml(text: str) -> Any:
    """The data of a YAML text.

    libyaml reads the shipped files in a fifth of the time, but it speaks YAML 1.1 and refuses some of 1.2 (a colon
    inside a flow mapping): what it refuses is read again by the slower parser, whose word counts.

    Raises:
        ruamel.yaml.error.YAMLError: it is not valid YAML; a MarkedYAMLError knows the line.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="safe").load(text)
    except YAMLError:
        return YAML(typ="safe", pure=True).load(text)
