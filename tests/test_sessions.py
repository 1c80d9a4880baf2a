"""Networks are run so that every processor gets the same sums."""

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from assistant.errors import ModelError
from assistant.sessions import open_session

WIDTH = 64


def largest_products() -> bytes:
    """A network that sums WIDTH products of the largest unsigned and signed byte."""
    weights = numpy_helper.from_array(np.full((WIDTH, 16), 127, np.int8), "weights")
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["row", "weights"], ["sums"])],
        "sums",
        [helper.make_tensor_value_info("row", TensorProto.UINT8, [1, WIDTH])],
        [helper.make_tensor_value_info("sums", TensorProto.INT32, [1, 16])],
        [weights],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    serialized: bytes = model.SerializeToString()
    return serialized


def test_sums_of_bytes_do_not_saturate():
    session = open_session(largest_products(), "a test")
    (sums,) = session.run(None, {"row": np.full((1, WIDTH), 255, np.uint8)})
    assert sums.tolist() == [[WIDTH * 255 * 127] * 16]


def test_a_damaged_network_is_named_in_one_line():
    with pytest.raises(ModelError, match=r"^reader-9: cannot be loaded .*: install the package again$"):
        open_session(b"not a network", "reader-9")
