"""What several steps share: the template, running ONNX, stored faces, the inputs of each kind."""
from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import onnxruntime as ort

#: Side of stored faces in pixels; any embedder's crop can be cut out of them.
SIDE = 128

#: Eyes, nose and corners of the mouth in a crop of 112 x 112.
TEMPLATE = np.float32([[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366],
                       [41.5493, 92.3655], [70.7299, 92.2041]])

#: Strides of the detectors' tables, in the order of the tables.
STRIDES = (8, 16, 32)

PICTURES = (".jpg", ".jpeg", ".png")


def session(path: str | Path, threads: int = 1) -> ort.InferenceSession:
    """An ONNX file, ready to run on `threads` cores."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def pictures_below(*folders: str | Path) -> list[Path]:
    """Every picture file in these folders and their sub-folders, in a fixed order."""
    return sorted(p for f in folders for p in Path(f).rglob("*") if p.suffix.lower() in PICTURES)


class PackedFaces:
    """Aligned faces in one file: JPEGs end to end in NAME.bin, rows (start, length) in NAME.idx.npy."""

    def __init__(self, path: Path):
        self.bytes = np.memmap(path, np.uint8, "r")
        self.rows = np.load(path.with_suffix(".idx.npy"))

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, place: int) -> np.ndarray:
        start, length = self.rows[int(place)]
        return cv2.imdecode(np.asarray(self.bytes[start:start + length]), cv2.IMREAD_COLOR)


def open_faces(path: str | Path):
    """Stored faces, BGR, SIDE x SIDE: a .npy array or a packed .bin."""
    path = Path(path)
    return PackedFaces(path) if path.suffix == ".bin" else np.load(path, mmap_mode="r")


def prepare(faces, kind: str) -> np.ndarray:
    """Network input (N, 3, H, W) from stored faces.

    `omz`: columns 8 to 104 of the 112 crop stretched to 128 x 128, BGR, 0 to 255.
    `rgb112`: the 112 crop, RGB, -1 to 1.
    """
    out = []
    for face in faces:
        if kind == "omz":
            left, wide = SIDE * 8 / 112, SIDE * 96 / 112
            move = np.float32([[128 / wide, 0, -left * 128 / wide], [0, 128 / SIDE, 0]])
            face = cv2.warpAffine(face, move, (128, 128), flags=cv2.INTER_LINEAR)
            out.append(face.transpose(2, 0, 1).astype(np.float32))
        elif kind == "rgb112":
            face = cv2.resize(face, (112, 112), interpolation=cv2.INTER_AREA)[:, :, ::-1]
            out.append(((face.astype(np.float32) - 127.5) / 127.5).transpose(2, 0, 1))
        else:
            raise ValueError(f"no such kind of input: {kind}")
    return np.ascontiguousarray(np.stack(out))


def directions(model: str | Path, kind: str, faces, batch: int = 16, threads: int = 1) -> np.ndarray:
    """Unit vectors (N, D) that `model` gives the stored faces."""
    run = session(model, threads)
    source = run.get_inputs()[0]
    batch = 1 if isinstance(source.shape[0], int) else batch
    out = []
    for first in range(0, len(faces), batch):
        some = [faces[i] for i in range(first, min(first + batch, len(faces)))]
        values = run.run(None, {source.name: prepare(some, kind)})[0]
        out.append(values / np.linalg.norm(values, axis=1, keepdims=True))
    return np.concatenate(out).astype(np.float32)
