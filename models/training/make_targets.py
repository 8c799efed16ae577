"""Fill a store with faces and the direction the teacher gives each.

The first round stores every face as it is; after that half the samples are
blends of two faces: people who do not exist, which widens the training set
without another photograph. Stop and start it as you like: it goes on where it
was, and train_embedder.py can read the store while it grows."""
from __future__ import annotations

import argparse
import time
from pathlib import Path

import cv2
import numpy as np
from numpy.lib.format import open_memmap

from common import SIDE, open_faces, prepare, session

DIMENSION, OUT, BATCH = 256, 112, 16


def moved(rng, face: np.ndarray, amount: float) -> np.ndarray:
    """A little turned, sized and shifted, as a detector's points are."""
    move = cv2.getRotationMatrix2D((SIDE / 2, SIDE / 2), rng.normal(0, 3.0 * amount), np.exp(rng.normal(0, 0.03 * amount)))
    move[:, 2] += rng.normal(0, 1.5 * amount, 2)
    return cv2.warpAffine(np.ascontiguousarray(face), move, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE)


def blend(rng, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Two aligned faces as one: an even mixture, or a soft border somewhere between them."""
    mode = rng.random()
    if mode < 0.4:
        weight = np.full((SIDE, SIDE), rng.uniform(0.3, 0.7), np.float32)
    else:
        angle = rng.uniform(0, 2 * np.pi) if mode < 0.7 else np.pi / 2 * rng.choice([1, 3])
        rows, columns = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / SIDE - 0.5
        across = columns * np.cos(angle) + (rows - 0.08) * np.sin(angle) + rng.uniform(-0.12, 0.12)
        weight = 1 / (1 + np.exp(-across / rng.uniform(0.02, 0.1)))
        # The second in the light of the first, or the border would be all there is to see.
        b = np.clip((b.astype(np.float32) - b.mean((0, 1))) * (a.std() / max(8, b.std())) + a.mean((0, 1)), 0, 255)
    weight = weight[..., None]
    return np.clip(a * weight + b * (1 - weight), 0, 255).astype(np.uint8)


class Pool:
    """All faces of several stores as one list."""

    def __init__(self, files):
        self.sets = [open_faces(f) for f in files]
        self.starts = np.r_[0, np.cumsum([len(s) for s in self.sets])]

    def __len__(self) -> int:
        return int(self.starts[-1])

    def face(self, rng, place: int) -> np.ndarray:
        """The face at `place`, mirrored half of the time."""
        k = int(np.searchsorted(self.starts, place, "right") - 1)
        face = self.sets[k][place - self.starts[k]]
        return face[:, ::-1] if rng.random() < 0.5 else face


def open_store(store: Path, samples: int):
    """The two arrays of a store and how many samples it holds already."""
    store.mkdir(parents=True, exist_ok=True)
    count = store / "count"
    done = int(count.read_text()) if count.exists() else 0
    mode = "r+" if done else "w+"
    shape = lambda *rest: None if done else (samples, *rest)
    faces = open_memmap(store / "x.npy", mode, np.uint8, shape(OUT, OUT, 3))
    targets = open_memmap(store / "t.npy", mode, np.float16, shape(DIMENSION))
    return faces, targets, done


def write_count(store: Path, done: int) -> None:
    """In one step, so that a reader never sees half a number."""
    part = store / "count.part"
    part.write_text(str(done))
    part.replace(store / "count")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--faces", nargs="+", type=Path, required=True, help="stores of align.py")
    ap.add_argument("--teacher", type=Path, required=True)
    ap.add_argument("--kind", default="omz", help="the teacher's input, see common.prepare")
    ap.add_argument("--store", type=Path, required=True)
    ap.add_argument("--samples", type=int, default=160_000)
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--seed", type=int, default=0)
    args = ap.parse_args()
    cv2.setNumThreads(1)
    pool = Pool(args.faces)
    faces, targets, done = open_store(args.store, args.samples)
    teacher = session(args.teacher, args.threads)
    source = teacher.get_inputs()[0].name
    rng = np.random.default_rng(args.seed + done)
    had, started = done, time.time()
    order, cursor = rng.permutation(len(pool)), 0
    total = len(faces)
    while done < total:
        batch = []
        for _ in range(min(BATCH, total - done)):
            if cursor >= len(order):
                order, cursor = rng.permutation(len(pool)), 0
            face, first = pool.face(rng, int(order[cursor])), done < len(pool)
            cursor += 1
            if not first and rng.random() < 0.5:
                face = blend(rng, face, pool.face(rng, int(rng.integers(len(pool)))))
            batch.append(moved(rng, face, 0.5 if first else 1.0))
        out = teacher.run(None, {source: prepare(batch, args.kind)})[0]
        end = done + len(batch)
        targets[done:end] = (out / np.linalg.norm(out, axis=1, keepdims=True)).astype(np.float16)
        faces[done:end] = [cv2.resize(f, (OUT, OUT), interpolation=cv2.INTER_AREA) for f in batch]
        done = end
        if done % (100 * BATCH) < BATCH or done == total:
            write_count(args.store, done)
            print(f"{done} samples, {(done - had) / (time.time() - started):.1f} a second", flush=True)


if __name__ == "__main__":
    main()
