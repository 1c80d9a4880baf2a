"""How every exported network is run: one thread, the same answer on every processor, alone and in company."""

from collections.abc import Iterator, Mapping, Sequence, Sized
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

# In a network's metadata: "true" where no text of a batch changes the numbers of another.
ROWS_ALONE = "rows_alone"
TOGETHER = 400  # tokens of a batch: more of them gain nothing, and leave the processor's nearest memory


def open_session(network: bytes | str, name: str) -> "InferenceSession":
    """Open an ONNX network, given as its bytes or its path.

    8-bit products are summed exactly: without that setting, processors that have no dot product of bytes saturate
    sums at 16 bits, and a fact read on one laptop would not be read on another.

    Raises:
        ModelError: it is not a usable network; `name` says which.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.x64quantprecision", "1")
    try:
        return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors share no base
        raise ModelError(
            f"{name}: cannot be loaded ({type(error).__name__}): install the package again"
        ) from error


def rows_alone(session: "InferenceSession") -> bool:
    """Whether texts of as many tokens may be run together without a change to any number."""
    return bool(session.get_modelmeta().custom_metadata_map.get(ROWS_ALONE) == "true")


def run(session: "InferenceSession", feed: "Mapping[str, NDArray[Any]]") -> "list[Any]":
    """Its outputs; of `feed`, what it has an input for."""
    return list(session.run(None, {one.name: feed[one.name] for one in session.get_inputs()}))


def batches(sessions: "Sequence[InferenceSession]", rows: Sequence[Sized]) -> Iterator[list[int]]:
    """The places of the rows (tokens of a text) that networks are to be given together: all of a length, each once."""
    places = sorted(range(len(rows)), key=lambda place: len(rows[place]))
    alone = not all(map(rows_alone, sessions))
    batch: list[int] = []
    for place in places:
        length = len(rows[place])
        if batch and (alone or length != len(rows[batch[0]]) or length * (len(batch) + 1) > TOGETHER):
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch
