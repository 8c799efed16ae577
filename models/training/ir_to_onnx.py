"""Turn an OpenVINO IR network (v10, v11) into ONNX, so that a runtime without OpenVINO can load it.

Knows the layers of face-reidentification-retail-0095 and stops at any other.
Where a layer has one slope for all channels it writes LeakyRelu for PReLU:
half the time, the same numbers."""
from __future__ import annotations

import argparse
import hashlib
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

DTYPES = {"f16": np.float16, "f32": np.float32, "i64": np.int64, "i32": np.int32}


def ints(text: str) -> list[int]:
    """Numbers between commas."""
    return [int(v) for v in text.replace(" ", "").split(",") if v]


class Converter:
    """Walks the layers, which an IR lists in the order they run, and collects ONNX nodes."""

    def __init__(self, xml: Path, weights: Path, batch: str = "N"):
        root = ET.parse(xml).getroot()
        self.blob, self.batch = weights.read_bytes(), batch
        self.layers = {layer.attrib["id"]: layer for layer in root.find("layers")}
        feeds: dict[str, list[tuple[int, str]]] = {}
        for edge in root.find("edges"):
            feeds.setdefault(edge.attrib["to-layer"], []).append((int(edge.attrib["to-port"]), edge.attrib["from-layer"]))
        self.feeds = {layer: [source for _, source in sorted(ports)] for layer, ports in feeds.items()}
        self.nodes, self.inits, self.consts, self.names = [], [], {}, {}
        self.inputs, self.outputs = [], []

    def constant(self, values: np.ndarray, name: str) -> str:
        self.inits.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def source(self, layer: str, port: int) -> str:
        """Name of what feeds a port; constants become initialisers."""
        feed = self.feeds[layer][port]
        if feed in self.consts:
            return self.constant(self.consts[feed].astype(np.float32), f"c{feed}")
        return self.names[feed]

    def add(self, op: str, layer: str, inputs: list[str], name: str, **attributes) -> None:
        self.nodes.append(helper.make_node(op, inputs, [f"t{layer}"], name=name, **attributes))

    def convolution(self, layer: str, kind: str, data: dict) -> None:
        weights, group = self.consts[self.feeds[layer][1]].astype(np.float32), 1
        if kind == "GroupConvolution":
            group = weights.shape[0]
            weights = weights.reshape((weights.shape[0] * weights.shape[1],) + weights.shape[2:])
        self.add("Conv", layer, [self.source(layer, 0), self.constant(weights, f"w{layer}")], f"conv{layer}", group=group,
                 strides=ints(data["strides"]), dilations=ints(data["dilations"]),
                 pads=ints(data["pads_begin"]) + ints(data["pads_end"]))

    def slope(self, layer: str) -> None:
        slope = self.consts[self.feeds[layer][1]].astype(np.float32).reshape(-1)
        if slope.size == 1:
            self.add("LeakyRelu", layer, [self.source(layer, 0)], f"leaky{layer}", alpha=float(slope[0]))
        else:
            self.add("PRelu", layer, [self.source(layer, 0), self.constant(slope.reshape(-1, 1, 1), f"a{layer}")], f"prelu{layer}")

    def layer(self, layer: str) -> None:
        """Adds one layer."""
        node = self.layers[layer]
        kind = node.attrib["type"]
        data = node.find("data").attrib if node.find("data") is not None else {}
        self.names[layer] = f"t{layer}"
        if kind == "Parameter":
            self.names[layer] = "input"
            shape = [self.batch] + ints(data["shape"])[1:]
            self.inputs.append(helper.make_tensor_value_info("input", TensorProto.FLOAT, shape))
        elif kind == "Const":
            start, size = int(data["offset"]), int(data["size"])
            values = np.frombuffer(self.blob[start:start + size], DTYPES[data["element_type"]])
            self.consts[layer] = values.reshape(ints(data.get("shape", "")))
        elif kind == "Convert":
            self.consts[layer] = self.consts[self.feeds[layer][0]].astype(DTYPES[data["destination_type"]])
        elif kind in ("Convolution", "GroupConvolution"):
            self.convolution(layer, kind, data)
        elif kind in ("Add", "Multiply"):
            self.add("Add" if kind == "Add" else "Mul", layer, [self.source(layer, 0), self.source(layer, 1)], f"{kind}{layer}")
        elif kind == "PReLU":
            self.slope(layer)
        elif kind == "AvgPool":
            self.add("AveragePool", layer, [self.source(layer, 0)], f"avg{layer}", kernel_shape=ints(data["kernel"]),
                     strides=ints(data["strides"]), pads=ints(data["pads_begin"]) + ints(data["pads_end"]))
        elif kind == "Sigmoid":
            self.add("Sigmoid", layer, [self.source(layer, 0)], f"sig{layer}")
        elif kind == "Result":
            self.result(layer)
        else:
            raise SystemExit(f"this network has a layer that is not known here: {kind}")

    def result(self, layer: str) -> None:
        feed = self.feeds[layer][0]
        sizes = [int(d.text) for d in self.layers[feed].find("output/port").findall("dim")]
        self.nodes.append(helper.make_node("Flatten", [self.names[feed]], ["embedding"], axis=1))
        shape = [self.batch, int(np.prod(sizes[1:]))]
        self.outputs.append(helper.make_tensor_value_info("embedding", TensorProto.FLOAT, shape))

    def model(self, opset: int = 13) -> onnx.ModelProto:
        """The whole network, checked."""
        for layer in self.layers:
            self.layer(layer)
        nodes = fold_bias(self.nodes, self.inits)
        graph = helper.make_graph(nodes, "ir", self.inputs, self.outputs, self.inits)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
        onnx.checker.check_model(model)
        return model


def fold_bias(nodes: list, inits: list) -> list:
    """Makes a convolution followed only by the addition of a constant a channel one with a bias."""
    values = {i.name: i for i in inits}
    users: dict[str, list] = {}
    for node in nodes:
        for name in node.input:
            users.setdefault(name, []).append(node)
    drop = []
    for node in nodes:
        if node.op_type != "Conv" or len(users.get(node.output[0], [])) != 1:
            continue
        add = users[node.output[0]][0]
        if add.op_type != "Add" or add.input[1] not in values:
            continue
        old = values[add.input[1]]
        inits.remove(old)
        inits.append(numpy_helper.from_array(numpy_helper.to_array(old).reshape(-1).copy(), old.name))
        node.input.append(old.name)
        node.output[0] = add.output[0]
        drop.append(add)
    return [node for node in nodes if not any(node is d for d in drop)]


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--xml", type=Path, required=True)
    ap.add_argument("--bin", type=Path, required=True)
    ap.add_argument("--out", type=Path, required=True)
    args = ap.parse_args()
    onnx.save(Converter(args.xml, args.bin).model(), str(args.out))
    print(f"sha256 {hashlib.sha256(args.out.read_bytes()).hexdigest()}, {args.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
