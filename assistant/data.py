"""Where the files that travel with the package lie: in the wheel, or beside it in a checkout."""

from pathlib import Path

from assistant.errors import AssistantError

_PACKAGE = Path(__file__).parent


def data_folder(name: str) -> Path:
    """The folder `name` ("corpus", "prompts") of an installed wheel or of a checkout.

    Raises:
        AssistantError: it is in neither place.
    """
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise AssistantError(f"{_PACKAGE / '_data' / name}: the folder is missing: install the package again")
