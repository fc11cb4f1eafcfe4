"""Checks the ONNX model on standard input with the reference checker and prints what it is, as JSON."""

import json
import sys

import onnx


def nodes(graph):
    """All nodes, those in bodies too."""
    for node in graph.node:
        yield node
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                yield from nodes(attribute.g)


def dimensions(value):
    """A value's shape, with names for dynamic sizes; null where nothing is known."""
    if not value.type.tensor_type.HasField("shape"):
        return None
    shape = value.type.tensor_type.shape
    return [dim.dim_value if dim.HasField("dim_value") else dim.dim_param for dim in shape.dim]


def described(values):
    return {value.name: dimensions(value) for value in values}


model = onnx.load_model_from_string(sys.stdin.buffer.read())
onnx.checker.check_model(model, full_check=True)
onnx.shape_inference.infer_shapes(model, strict_mode=True, data_prop=True)

# Without the declared shapes the outputs' are those that follow from the operators alone.
bare = onnx.ModelProto()
bare.CopyFrom(model)
for output in bare.graph.output:
    output.type.tensor_type.ClearField("shape")
inferred = onnx.shape_inference.infer_shapes(bare, strict_mode=True, data_prop=True)

json.dump(
    {
        "irVersion": model.ir_version,
        "opsets": {entry.domain: entry.version for entry in model.opset_import},
        "domains": sorted({node.domain for node in nodes(model.graph)}),
        "operators": sorted({node.op_type for node in nodes(model.graph)}),
        "inputs": described(model.graph.input),
        "outputs": described(model.graph.output),
        "inferred": described(inferred.graph.output),
        "metadata": {entry.key: entry.value for entry in model.metadata_props},
    },
    sys.stdout,
)
