"""How every exported network is run: one thread, and the same answer on every processor."""

from typing import TYPE_CHECKING

from assistant.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


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
