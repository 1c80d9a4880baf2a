"""A file of the rulebook: read, checked against its model, with the line named where it does not fit."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from assistant.errors import RulebookError
from assistant.yaml_text import load_yaml

__all__ = ["File", "Place", "and_more"]

Place = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)


@dataclass
class File:
    """A YAML file; errors about it name the line."""

    path: Path

    def __post_init__(self) -> None:
        try:
            self.raw = self.path.read_bytes()
            self.text = self.raw.decode("utf-8")
        except OSError as error:
            raise RulebookError(f"{self.path}: cannot be read ({error.strerror}): put it back") from error
        except UnicodeDecodeError as error:
            raise RulebookError(f"{self.path}: is not UTF-8: save it as UTF-8") from error

    def parsed(self, model: type[Model]) -> Model:
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        try:
            return model.model_validate(load_yaml(self.text))
        except MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise RulebookError(
                f"{self.path}:{line}: is not valid YAML: {_one_line(error.problem)}"
            ) from error
        except YAMLError as error:
            raise RulebookError(f"{self.path}: is not valid YAML: {_one_line(error)}") from error
        except ValidationError as error:
            first, more = error.errors()[0], error.error_count() - 1
            raise self.error(
                first["loc"], f"{first['msg']} (got {_shown(first['input'])}){and_more(more)}"
            ) from error

    def error(self, place: Place, message: str) -> RulebookError:
        return RulebookError(self.message(place, message))

    def message(self, place: Place, message: str) -> str:
        where = f"{self.path}:{self._line(place)}"
        return ": ".join(part for part in (where, ".".join(_shortened(place)), message) if part)

    def _line(self, place: Place) -> int:
        """The line of `place`, or of the nearest thing around it. Reads the file again, with lines kept."""
        from ruamel.yaml import YAML
        from ruamel.yaml.comments import CommentedMap, CommentedSeq

        node: Any = YAML().load(self.text)
        line = 1
        for key in place:
            # Pydantic puts the kind of a condition into the place; the file knows no such key.
            if isinstance(node, CommentedMap) and key in node:
                line, node = node.lc.key(key)[0] + 1, node[key]
            elif isinstance(node, CommentedSeq) and isinstance(key, int) and key < len(node):
                line, node = node.lc.item(key)[0] + 1, node[key]
        return line


def _shortened(place: Place) -> Iterator[str]:
    """`place` without the kinds that pydantic puts before the keys: when.all.all.0 → when.all.0."""
    yield from (
        str(part) for position, part in enumerate(place) if position == 0 or part != place[position - 1]
    )


def _one_line(message: object) -> str:
    return " ".join(str(message).split())


def _shown(value: object, limit: int = 60) -> str:
    shown = repr(value)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def and_more(count: int) -> str:
    return f" (and {count} more like it)" if count else ""
