"""Scenes to teach the detector with: rows of pieces of face pictures and of other pictures."""
from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

SIZE = 320


def thumb(path: Path, side: int = 144) -> np.ndarray:
    """A small copy, kept in memory for the small pieces."""
    picture = cv2.imread(str(path))
    if picture is None:
        return np.zeros((side, side, 3), np.uint8)
    k = min(1.0, side / max(picture.shape[:2]))
    return cv2.resize(picture, None, fx=k, fy=k, interpolation=cv2.INTER_AREA) if k < 1 else picture


def disturbed(rng, scene: np.ndarray) -> np.ndarray:
    """Light, colour, grey, blur and noise, each some of the time."""
    x = scene.astype(np.float32)
    if rng.random() < 0.6:
        x = (x - 128) * rng.uniform(0.6, 1.3) + 128 + rng.normal(0, 18)
    if rng.random() < 0.3:
        x *= rng.uniform(0.85, 1.15, 3).astype(np.float32)
    if rng.random() < 0.1:
        x[:] = x.mean(2, keepdims=True)
    if rng.random() < 0.15:
        x = cv2.GaussianBlur(x, (5, 5), rng.uniform(0.3, 1.5))
    if rng.random() < 0.15:
        x += rng.normal(0, rng.uniform(2, 12), x.shape)
    return np.clip(x, 0, 255).astype(np.uint8)


class Scenes:
    """Endless scenes of SIZE x SIZE, BGR. `faces` and `others` are lists of files."""

    def __init__(self, faces: list[Path], others: list[Path], seed: int, kept: int = 6000):
        self.rng = np.random.default_rng(seed)
        self.faces, self.others = faces, others
        some = self.rng.choice(len(faces), min(kept, len(faces)), replace=False)
        self.face_thumbs = [thumb(faces[i]) for i in some]
        self.other_thumbs = [thumb(p) for p in others[:kept]]

    def source(self, small: bool) -> np.ndarray | None:
        """A picture; three in ten show no face of the face folder."""
        other = self.rng.random() < 0.3
        if small:
            pool = self.other_thumbs if other else self.face_thumbs
            return pool[int(self.rng.integers(len(pool)))]
        pool = self.others if other else self.faces
        return cv2.imread(str(pool[int(self.rng.integers(len(pool)))]))

    def piece(self, width: int, height: int) -> np.ndarray:
        """Part of a picture, turned a little, mirrored half of the time."""
        rng, picture = self.rng, self.source(max(width, height) <= 110)
        if picture is None:
            return np.full((height, width, 3), int(rng.integers(255)), np.uint8)
        high, wide = picture.shape[:2]
        zoom = np.exp(rng.uniform(np.log(0.55), np.log(1.15)))  # part of the picture that is shown
        shown = wide * zoom
        if shown * height / width > high * zoom:
            shown = high * zoom * width / height
        tall = shown * height / width
        turn, scale = np.deg2rad(rng.normal(0, 8)), width / shown
        x = wide / 2 + rng.uniform(-0.5, 0.5) * max(0, wide - shown * 0.8)
        y = high / 2 + rng.uniform(-0.5, 0.5) * max(0, high - tall * 0.8)
        move = np.float32([[scale * np.cos(turn), -scale * np.sin(turn), 0], [scale * np.sin(turn), scale * np.cos(turn), 0]])
        move[:, 2] = np.float32([width / 2, height / 2]) - move[:, :2] @ np.float32([x, y])
        if rng.random() < 0.5:
            picture = picture[:, ::-1]
        picture = np.ascontiguousarray(picture)
        if scale < 0.5:  # shrink with every pixel counting before sampling
            s = max(scale * 1.5, 16 / min(high, wide))
            picture = cv2.resize(picture, None, fx=s, fy=s, interpolation=cv2.INTER_AREA)
            move[:, :2] /= s
        return cv2.warpAffine(picture, move, (width, height), borderMode=cv2.BORDER_REFLECT_101)

    def scene(self) -> np.ndarray:
        """One scene: one piece, or up to eight rows of them, so that faces of 20 to 300 pixels occur."""
        rng, out = self.rng, np.empty((SIZE, SIZE, 3), np.uint8)
        rows = int(rng.choice([1, 2, 3, 4, 6, 8], p=[0.22, 0.25, 0.2, 0.15, 0.11, 0.07]))
        ys = np.linspace(0, SIZE, rows + 1).astype(int)
        for top, bottom in zip(ys[:-1], ys[1:]):
            xs = np.array([0, SIZE])
            if rows > 1:
                shift = rng.uniform(-0.5, 0.5) / rows
                xs = np.clip(((np.arange(rows + 2) - 0.5) / rows + shift) * SIZE, 0, SIZE).astype(int)
                xs[0], xs[-1] = 0, SIZE
            for left, right in zip(xs[:-1], xs[1:]):
                if right > left:
                    out[top:bottom, left:right] = self.piece(max(4, right - left), bottom - top)[:, :right - left]
        return disturbed(rng, out)
