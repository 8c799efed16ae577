"""Find the main face of every picture below a folder and store it upright.

Writes OUT.npy (N, 128, 128, 3; BGR) and OUT.txt (one path a face, relative to
the folder). Faces whose eyes are closer than --least-eyes are left out."""
from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np

from common import SIDE, TEMPLATE, pictures_below


def similarity(source: np.ndarray, target: np.ndarray) -> np.ndarray:
    """2 x 3 matrix of the least-squares turn, even scaling and shift from source to target (Umeyama)."""
    source_mean, target_mean = source.mean(0), target.mean(0)
    a, b = source - source_mean, target - target_mean
    u, s, vt = np.linalg.svd(b.T @ a / len(source))
    flip = np.array([1.0, np.sign(np.linalg.det(u) * np.linalg.det(vt))])
    move = np.zeros((2, 3))
    move[:, :2] = (s * flip).sum() / a.var(0).sum() * (u @ np.diag(flip) @ vt)
    move[:, 2] = target_mean - move[:, :2] @ source_mean
    return move


def main_face(detector, picture: np.ndarray, longest: int = 640) -> np.ndarray | None:
    """The largest face near the middle as YuNet's row of 15 numbers, or none."""
    height, width = picture.shape[:2]
    shrink = min(1.0, longest / max(height, width))
    small = cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA) if shrink < 1 else picture
    detector.setInputSize((small.shape[1], small.shape[0]))
    _, faces = detector.detect(small)
    if faces is None:
        return None
    faces = faces / np.r_[np.full(14, shrink), 1].astype(np.float32)
    away = faces[:, :2] + faces[:, 2:4] / 2 - np.float32([width / 2, height / 2])
    return faces[(faces[:, 2] * faces[:, 3] - 2.0 * (away ** 2).sum(1)).argmax()]


def aligned(picture: np.ndarray, face: np.ndarray, side: int = SIDE) -> np.ndarray:
    """The face upright in a square of `side` pixels; the border goes on beyond the picture."""
    move = similarity(face[4:14].reshape(5, 2), TEMPLATE * (side / 112))
    return cv2.warpAffine(picture, move, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--pictures", type=Path, required=True, help="folder to look through")
    ap.add_argument("--detector", type=Path, required=True, help="a YuNet file that OpenCV reads")
    ap.add_argument("--out", type=Path, required=True, help="name without ending")
    ap.add_argument("--pad", type=float, default=0.0, help="border added first, as part of the longest side")
    ap.add_argument("--least-score", type=float, default=0.7)
    ap.add_argument("--least-eyes", type=float, default=14.0, help="pixels")
    args = ap.parse_args()
    cv2.setNumThreads(1)
    detector = cv2.FaceDetectorYN.create(str(args.detector), "", (320, 320), args.least_score, 0.3, 50)
    faces, names = [], []
    files = pictures_below(args.pictures)
    for file in files:
        picture = cv2.imread(str(file))
        if picture is None:
            continue
        if args.pad:
            border = int(args.pad * max(picture.shape[:2]))
            picture = cv2.copyMakeBorder(picture, border, border, border, border, cv2.BORDER_REPLICATE)
        face = main_face(detector, picture)
        if face is None or np.linalg.norm(face[4:6] - face[6:8]) < args.least_eyes:
            continue
        faces.append(aligned(picture, face))
        names.append(str(file.relative_to(args.pictures)))
    if not faces:
        raise SystemExit("no face was found: check the folder and the detector")
    np.save(args.out.with_suffix(".npy"), np.stack(faces))
    args.out.with_suffix(".txt").write_text("\n".join(names) + "\n")
    print(f"{len(files)} pictures, {len(faces)} faces")


if __name__ == "__main__":
    main()
