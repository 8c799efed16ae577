"""Faces that detectors find on a folder of photographs, against a reference detector at full size.

The reference is another network's opinion: this compares detectors and sizes,
it is no absolute recall."""
from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np

from common import STRIDES, pictures_below, session

BINS = ((0, 8), (8, 16), (16, 32), (32, np.inf))


def decoded(tables, width: int, least: float) -> np.ndarray:
    """Rows (left, top, width, height, five points, score) of YuNet's twelve tables."""
    rows = []
    for k, stride in enumerate(STRIDES):
        score = np.sqrt(np.clip(tables[k][0, :, 0], 0, 1) * np.clip(tables[3 + k][0, :, 0], 0, 1))
        for cell in np.where(score > least)[0]:
            row, column = divmod(int(cell), width // stride)
            box, points = tables[6 + k][0, cell], tables[9 + k][0, cell].reshape(5, 2)
            size = np.exp(np.clip(box[2:], -8, 8)) * stride
            middle = (box[:2] + [column, row]) * stride
            rows.append(np.r_[middle - size / 2, size, ((points + [column, row]) * stride).ravel(), score[cell]])
    if not rows:
        return np.zeros((0, 15))
    rows = np.array(rows)
    kept = cv2.dnn.NMSBoxes(rows[:, :4].tolist(), rows[:, 14].tolist(), least, 0.3)
    return rows[np.array(kept).ravel()]


def detected(run, picture: np.ndarray, longest: int, least: float) -> np.ndarray:
    """Faces of a picture whose longest side is brought to `longest`; rows in pixels of the picture."""
    k = longest / max(picture.shape[:2])
    x = cv2.resize(picture, None, fx=k, fy=k, interpolation=cv2.INTER_AREA if k < 1 else cv2.INTER_LINEAR)
    height, width = (-(-side // 32) * 32 for side in x.shape[:2])
    x = cv2.copyMakeBorder(x, 0, height - x.shape[0], 0, width - x.shape[1], cv2.BORDER_CONSTANT)
    tables = run.run(None, {run.get_inputs()[0].name: x.transpose(2, 0, 1)[None].astype(np.float32)})
    rows = decoded(tables, width, least)
    rows[:, :14] /= k
    return rows


def iou(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Intersection over union of every box of `a` with every box of `b`."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum((a[:, :2] + a[:, 2:4])[:, None], (b[:, :2] + b[:, 2:4])[None])
    shared = np.clip(high - low, 0, None).prod(2)
    return shared / ((a[:, 2] * a[:, 3])[:, None] + (b[:, 2] * b[:, 3])[None] - shared + 1e-9)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--pictures", type=Path, required=True)
    ap.add_argument("--reference", type=Path, required=True)
    ap.add_argument("--models", nargs="+", type=Path, required=True)
    ap.add_argument("--sides", nargs="+", type=int, default=[320, 640, 1280])
    ap.add_argument("--least", type=float, default=0.6)
    args = ap.parse_args()
    reference = session(args.reference)
    pictures = [p for p in (cv2.imread(str(f)) for f in pictures_below(args.pictures)) if p is not None and min(p.shape[:2]) > 200]
    wanted = [detected(reference, p, max(1280, min(1920, max(p.shape[:2]))), 0.7) for p in pictures]
    print(f"{len(pictures)} pictures, {sum(map(len, wanted))} reference faces")
    for model in args.models:
        run = session(model)
        for side in args.sides:
            widths, hits, others = [], [], 0
            for picture, faces in zip(pictures, wanted):
                found = detected(run, picture, side, args.least)
                match = iou(faces, found) if len(faces) and len(found) else np.zeros((len(faces), len(found)))
                hits += list(match.max(1) > 0.4 if len(found) else np.zeros(len(faces), bool))
                others += int((match.max(0) < 0.3).sum()) if len(faces) else len(found)
                widths += list(faces[:, 2] * side / max(picture.shape[:2]))
            widths, hits = np.array(widths), np.array(hits, bool)
            parts = ", ".join(f"{low}-{high} px {hits[(widths >= low) & (widths < high)].mean():.2f}" for low, high in BINS
                              if ((widths >= low) & (widths < high)).any())
            print(f"{model.name} at {side}: found {hits.mean():.3f}, other boxes {others}; by width in the input: {parts}", flush=True)


if __name__ == "__main__":
    main()
