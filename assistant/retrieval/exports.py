"""The folder `embedder/`: the ONNX export of the shipped model, made once for each version of it."""

from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from assistant.errors import ModelError, VectorIndexError
from assistant.retrieval import files
from assistant.retrieval.embedder import Embedder, Exported, Original, original
from assistant.retrieval.files import DamagedError
from assistant.retrieval.plan import Plan, sha256_of_code

FAITHFUL = 0.99  # mean cosine between an export and the original, on the source's own sentences
PRECISIONS = ("fp32", "int8")
DRAWING = ("export.py", "../minilm.py")  # a change in one of them makes a new export


def open_embedder(plan: Plan) -> Embedder:
    """What embeds questions: the export of the shipped model (made if needed), or any other model itself."""
    if not plan.identity.shipped:
        return original(plan.identity)
    try:
        return _read(plan)
    except DamagedError:
        with files.locked(plan.settings.home):
            make(plan, original(plan.identity))
    try:
        return _read(plan)
    except DamagedError as error:
        raise VectorIndexError(
            f"{plan.embedder_folder}: {error}, though it was just made: remove it"
        ) from error


def check(plan: Plan) -> dict[str, Any]:
    """The manifest. Raises DamagedError where the export is missing or another one."""
    manifest = files.read_manifest(plan.embedder_folder)
    if manifest.get("weights") != plan.identity.sha256 or manifest.get("code") != sha256_of_code(*DRAWING):
        raise DamagedError("exported from another embedder")
    return manifest


def make(plan: Plan, model: Original, *, force: bool = False) -> None:
    """Make the export where there is no whole one. Hold the lock.

    Raises:
        ModelError: the export is not the model any more.
    """
    if not force and _is_whole(plan):
        return
    from assistant.retrieval.export import export

    with files.built_whole(plan.embedder_folder) as folder:
        export(model.model, model.folder, folder)
        files.seal(
            folder,
            {
                "embedder": plan.identity.name,
                "weights": plan.identity.sha256,
                "code": sha256_of_code(*DRAWING),
                "mean_cosine_to_original": {
                    name: _faithfulness(plan, model, folder, name) for name in PRECISIONS
                },
                "packages": {name: version(name) for name in ("onnx", "onnxruntime", "torch")},
            },
        )


def _is_whole(plan: Plan) -> bool:
    try:
        files.check_all(plan.embedder_folder, check(plan))
    except DamagedError:
        return False
    return True


def _read(plan: Plan) -> Exported:
    read = partial(files.read_checked, plan.embedder_folder, check(plan))
    return _exported(read, plan.settings.precision)


def _exported(read: Callable[[str], bytes], precision: str) -> Exported:
    return Exported(read(f"{precision}.onnx"), read("tokenizer.json"))


def _faithfulness(plan: Plan, model: Original, folder: Path, precision: str) -> float:
    texts = [sentence.text for sentence in plan.source.sentences]
    exported = _exported(lambda name: (folder / name).read_bytes(), precision)
    cosine = float((exported.embed(texts) * model.embed(texts)).sum(1).mean())
    if cosine < FAITHFUL:
        raise ModelError(
            f"embedder: its {precision} export has a mean cosine to the original of {cosine:.3f}: "
            "install the versions of torch and onnxruntime that the lock file names"
        )
    return round(cosine, 5)
