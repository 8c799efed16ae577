"""Write trained weights as ONNX (opset 13); the exporter folds batch norm into the convolutions."""
from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import torch

from nets import FaceEmbedder
from nets_detector import OUTPUTS, FaceDetector


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("kind", choices=["embedder", "detector"])
    ap.add_argument("weights", type=Path)
    ap.add_argument("onnx", type=Path)
    args = ap.parse_args()
    net = FaceEmbedder() if args.kind == "embedder" else FaceDetector()
    net.load_state_dict(torch.load(args.weights, map_location="cpu", weights_only=True)["ema"])
    net.eval()
    if args.kind == "embedder":
        outputs, side = ["embedding"], 112
        axes = {"input": {0: "N"}, "embedding": {0: "N"}}
    else:
        outputs, side = OUTPUTS, 320
        axes = {"input": {2: "H", 3: "W"}} | {o: {1: "n" + o.split("_")[1]} for o in OUTPUTS}
    torch.onnx.export(net, torch.zeros(1, 3, side, side), str(args.onnx), opset_version=13, dynamo=False,
                      input_names=["input"], output_names=outputs, dynamic_axes=axes)
    data = args.onnx.read_bytes()
    print("for the manifest:")
    print(f'sha256 = "{hashlib.sha256(data).hexdigest()}"\nbytes = {len(data)}')


if __name__ == "__main__":
    main()
