"""YAML 1.2 as data: quickly by libyaml where it can, exactly by ruamel.yaml where it cannot."""

from typing import Any


def load_yaml(text: str) -> Any:
    """The data of a YAML text.

    libyaml reads the shipped files in a tenth of the time, but it speaks YAML 1.1 and refuses some of 1.2 (a colon
    inside a flow mapping): what it refuses is read again by the slower parser, whose word counts.

    Raises:
        ruamel.yaml.error.YAMLError: it is not valid YAML; a MarkedYAMLError knows the line.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return _by_libyaml(text)
    except (YAMLError, ImportError):
        return YAML(typ="safe", pure=True).load(text)


def _by_libyaml(text: str) -> Any:
    """As `YAML(typ="safe").load` has it, in half its time: that one asks which YAML it reads at every scalar."""
    from ruamel.yaml.cyaml import CSafeLoader

    class Loader(CSafeLoader):
        processing_version = (1, 2)

    loader = Loader(text)
    loader.allow_duplicate_keys = False
    return loader.get_single_data()
