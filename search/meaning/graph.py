"""MiniLM as a graph that onnxruntime runs over the weights as they are published.

The weights come as safetensors: a header in JSON, then the numbers of all tensors. The graph names the
place of each in that file, which is mapped and not read into memory. One text at a time goes through it,
so that nothing has to be padded or masked; on a processor that is faster, too.
"""

import json
import struct
from collections.abc import Iterator
from pathlib import Path

from onnx import ModelProto, NodeProto, TensorProto, helper

LAYERS, HEADS, WIDTH = 6, 12, 384
_OPSET, _IR_VERSION = 23, 11
"""The first in which attention is one operation"""
_TINY = 1e-12
_EMBEDDINGS = "embeddings"


class _Nodes:
    """Operations in their order, each named after what it makes."""

    def __init__(self) -> None:
        self.all: list[NodeProto] = []

    def add(self, operation: str, *inputs: str, **options: int | float) -> str:
        made = f"{operation}-{len(self.all)}"
        self.all.append(helper.make_node(operation, inputs, [made], **options))
        return made

    def linear(self, values: str, name: str) -> str:
        return self.add("Gemm", values, f"{name}.weight", f"{name}.bias", transB=1)

    def normalized(self, values: str, name: str) -> str:
        name = f"{name}.LayerNorm"
        return self.add("LayerNormalization", values, f"{name}.weight", f"{name}.bias", epsilon=_TINY)


def graph(weights: Path) -> ModelProto:
    """Return the graph: from `ids`, the tokens of one text, to `meaning`, their mean as a vector of length 1.

    Raises FileNotFoundError.
    """
    nodes = _Nodes()
    values = _embedded(nodes)
    for layer in range(LAYERS):
        values = _encoded(nodes, values, f"encoder.layer.{layer}")
    mean = nodes.add("ReduceMean", values, "first axis", keepdims=0)
    length = nodes.add("ReduceL2", mean)
    nodes.all.append(helper.make_node("Div", [mean, length], ["meaning"]))
    made = helper.make_graph(
        nodes.all,
        "MiniLM",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, ["tokens"])],
        [helper.make_tensor_value_info("meaning", TensorProto.FLOAT, [WIDTH])],
        [*_numbers(), *_tensors(weights)],
    )
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR_VERSION)


def _embedded(nodes: _Nodes) -> str:
    words = nodes.add("Gather", f"{_EMBEDDINGS}.word_embeddings.weight", "ids")
    tokens = nodes.add("Shape", "ids")
    places = nodes.add("Slice", f"{_EMBEDDINGS}.position_embeddings.weight", "zero", tokens)
    kind = nodes.add("Slice", f"{_EMBEDDINGS}.token_type_embeddings.weight", "zero", "one")
    return nodes.normalized(nodes.add("Add", nodes.add("Add", words, places), kind), _EMBEDDINGS)


def _encoded(nodes: _Nodes, values: str, layer: str) -> str:
    """Add one layer: what each token takes from the others, then what it makes of that."""
    asked = [
        nodes.add("Unsqueeze", nodes.linear(values, f"{layer}.attention.self.{name}"), "first axis")
        for name in ("query", "key", "value")
    ]
    taken = nodes.add("Attention", *asked, q_num_heads=HEADS, kv_num_heads=HEADS)
    taken = nodes.linear(nodes.add("Squeeze", taken, "first axis"), f"{layer}.attention.output.dense")
    values = nodes.normalized(nodes.add("Add", taken, values), f"{layer}.attention.output")
    made = nodes.add("Gelu", nodes.linear(values, f"{layer}.intermediate.dense"))
    made = nodes.linear(made, f"{layer}.output.dense")
    return nodes.normalized(nodes.add("Add", made, values), f"{layer}.output")


def _numbers() -> Iterator[TensorProto]:
    for name, number in (("zero", 0), ("one", 1), ("first axis", 0)):
        yield helper.make_tensor(name, TensorProto.INT64, [1], [number])


def _tensors(weights: Path) -> Iterator[TensorProto]:
    """Yield the tensors that the graph uses, each by its place in the file of the weights."""
    with weights.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
    for name, told in header.items():
        if name.startswith((f"{_EMBEDDINGS}.", "encoder.")) and told["dtype"] == "F32":
            start, end = told["data_offsets"]
            tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=told["shape"])
            tensor.data_location = TensorProto.EXTERNAL
            place = {"location": weights.name, "offset": 8 + length + start, "length": end - start}
            for key, value in place.items():
                tensor.external_data.add(key=key, value=str(value))
            yield tensor
