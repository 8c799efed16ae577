"""Measure an embedder on stored faces. Every figure the manifest gives comes from here.

  agreement  cosine to the teacher on faces held back from training
  mean       the mean direction of many different faces, for the manifest
  lfw        pairs of LFW view 2, ten folds, and open-set search in registers
  sizes      how accuracy falls with the distance between the eyes
  ages       cosines of different people of like age and sex

Stores are made by align.py; `lfw` and `sizes` read names like Name_Name_0001.jpg,
`ages` names that begin with age_sex_."""
from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2
import numpy as np

from common import SIDE, directions, open_faces

#: Distance of the eyes in a stored face of SIDE pixels.
STORED_EYES = 40.3


def names_of(faces: Path) -> list[str]:
    """File names of the stored faces, without folders."""
    return [Path(line).name for line in faces.with_suffix(".txt").read_text().split("\n") if line]


def read_pairs(file: Path) -> list[tuple[str, str, bool]]:
    """(first picture, second picture, same person), in the order of the file."""
    pairs = []
    for parts in (line.split() for line in file.read_text().split("\n")[1:]):
        if len(parts) == 3:
            pairs.append((f"{parts[0]}_{int(parts[1]):04d}.jpg", f"{parts[0]}_{int(parts[2]):04d}.jpg", True))
        elif len(parts) == 4:
            pairs.append((f"{parts[0]}_{int(parts[1]):04d}.jpg", f"{parts[2]}_{int(parts[3]):04d}.jpg", False))
    return pairs


def best_accuracy(scores: np.ndarray, same: np.ndarray, thresholds: np.ndarray) -> tuple[float, float]:
    """Highest accuracy and its threshold."""
    accuracy = [((scores > t) == same).mean() for t in thresholds]
    place = int(np.argmax(accuracy))
    return float(accuracy[place]), float(thresholds[place])


def verification(emb: np.ndarray, index: dict[str, int], pairs) -> dict:
    """Ten folds: the threshold from nine, the accuracy from the tenth."""
    rows = [(float(emb[index[a]] @ emb[index[b]]), s, i // 600) for i, (a, b, s) in enumerate(pairs)
            if a in index and b in index]
    scores, same, fold = (np.array(column) for column in zip(*rows))
    thresholds, accuracies, chosen = np.arange(-0.2, 1, 0.002), [], []
    for k in range(10):
        _, threshold = best_accuracy(scores[fold != k], same[fold != k], thresholds)
        chosen.append(threshold)
        accuracies.append(((scores[fold == k] > threshold) == same[fold == k]).mean())
    return {"pairs": len(scores), "missing": len(pairs) - len(scores), "accuracy": round(float(np.mean(accuracies)), 4),
            "std": round(float(np.std(accuracies)), 4), "threshold": round(float(np.mean(chosen)), 3)}


def register(emb: np.ndarray, people: list[str], size: int, references: int, seeds: int = 5) -> dict:
    """A register of `size` people, each the mean of `references` photographs.

    Probes: the enrolled people's other pictures (three at most), and one picture
    of everybody else. Per threshold: right person named, another pupil named,
    stranger taken for a pupil; and the miss rate at 1 % of strangers accepted."""
    thresholds = np.round(np.arange(0.30, 0.71, 0.04), 2)
    counts, probes, misses, first = np.zeros((len(thresholds), 3)), np.zeros(2), [], []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        by: dict[str, list[int]] = {}
        for place, person in enumerate(people):
            by.setdefault(person, []).append(place)
        enrolled = sorted(p for p in by if len(by[p]) > references)
        rng.shuffle(enrolled)
        enrolled = enrolled[:size]
        templates, own, who = [], [], []
        for k, person in enumerate(enrolled):
            order = rng.permutation(by[person])
            templates.append(emb[order[:references]].mean(0))
            own += list(order[references:references + 3])
            who += [k] * len(order[references:references + 3])
        templates = np.stack(templates)
        templates /= np.linalg.norm(templates, axis=1, keepdims=True)
        strangers = [by[p][0] for p in sorted(set(by) - set(enrolled))]
        mine, theirs, who = emb[own] @ templates.T, emb[strangers] @ templates.T, np.array(who)
        top, named, other = mine.max(1), mine.argmax(1), theirs.max(1)
        for place, t in enumerate(thresholds):
            counts[place] += [((named == who) & (top >= t)).sum(), ((named != who) & (top >= t)).sum(), (other >= t).sum()]
        probes += [len(own), len(strangers)]
        limit = np.quantile(other, 0.99)
        misses.append(1 - ((named == who) & (top > limit)).mean())
        first.append((named == who).mean())
    rows = {str(t): [round(float(v), 5) for v in c / probes[[0, 0, 1]]] for t, c in zip(thresholds, counts)}
    return {"people": size, "references": references, "right person first": round(float(np.mean(first)), 4),
            "missed at 1 % of strangers": round(float(np.mean(misses)), 4), "right, other pupil, stranger by threshold": rows}


def lfw(args) -> None:
    names = names_of(args.faces)
    emb = directions(args.model, args.kind, open_faces(args.faces))
    print(json.dumps(verification(emb, {n: i for i, n in enumerate(names)}, read_pairs(args.pairs))))
    people = [n.rsplit("_", 1)[0] for n in names]
    for size, references in ((500, 1), (500, 3), (400, 5), (1500, 1)):
        print(json.dumps(register(emb, people, size, references)))


def sizes(args) -> None:
    names = names_of(args.faces)
    faces, where = open_faces(args.faces), {n: i for i, n in enumerate(names)}
    pairs = [p for p in read_pairs(args.pairs)[:1800] if p[0] in where and p[1] in where]
    needed = sorted({n for a, b, _ in pairs for n in (a, b)})
    index = {n: i for i, n in enumerate(needed)}
    full = [faces[where[n]] for n in needed]
    reference = directions(args.model, args.kind, full)
    same = np.array([s for *_, s in pairs])
    for eyes in (40, 24, 16, 12, 10, 8, 6):
        side = max(4, round(SIDE * eyes / STORED_EYES))
        shrunk = [cv2.resize(cv2.resize(f, (side, side), interpolation=cv2.INTER_AREA), (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)
                  for f in full]
        probe = directions(args.model, args.kind, shrunk)
        scores = np.array([reference[index[a]] @ probe[index[b]] for a, b, _ in pairs])
        accuracy, _ = best_accuracy(scores, same, np.arange(-0.2, 1, 0.005))
        print(f"eyes {eyes:2d} px apart: accuracy {accuracy:.4f}, same person above 0.45: {(scores[same] > 0.45).mean():.3f}, "
              f"others above 0.35: {(scores[~same] > 0.35).mean():.4f}", flush=True)


def ages(args) -> None:
    names = names_of(args.faces)
    emb = directions(args.model, args.kind, open_faces(args.faces))
    age, sex = (np.array([int(n.split("_")[k]) for n in names]) for k in (0, 1))
    for low, high in ((0, 2), (3, 6), (7, 11), (12, 16), (17, 25), (26, 40), (41, 60)):
        for what in ("as they are", "centred"):
            scores = []
            for s in (0, 1):
                group = emb[(age >= low) & (age <= high) & (sex == s)]
                if len(group) < 2:
                    continue
                if what == "centred":
                    group = group - group.mean(0)
                    group /= np.linalg.norm(group, axis=1, keepdims=True)
                scores.append((group @ group.T)[np.triu_indices(len(group), 1)])
            if not scores:
                continue
            scores = np.concatenate(scores)
            scores = scores[scores <= 0.8]  # above: taken to be the same picture or person
            print(f"{low}-{high} {what}: {len(scores)} pairs, half {np.median(scores):.3f}, 99 % {np.quantile(scores, 0.99):.3f}, "
                  f"above 0.54 {(scores > 0.54).mean():.2e}", flush=True)


def agreement(args) -> None:
    faces = open_faces(args.faces)
    cosine = (directions(args.model, args.kind, faces) * directions(args.teacher, args.teacher_kind, faces)).sum(1)
    print(json.dumps({"faces": len(cosine), "mean": round(float(cosine.mean()), 4), "lowest tenth": round(float(np.quantile(cosine, 0.1)), 4)}))


def mean(args) -> None:
    middle = directions(args.model, args.kind, open_faces(args.faces)).mean(0)
    print("mean = [" + ", ".join(f"{v:.5f}" for v in middle) + "]")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = ap.add_subparsers(required=True)
    for step in (agreement, mean, lfw, sizes, ages):
        p = sub.add_parser(step.__name__)
        p.set_defaults(run=step)
        p.add_argument("--model", type=Path, required=True)
        p.add_argument("--kind", choices=["rgb112", "omz"], required=True, help="the network's input, see common.prepare")
        p.add_argument("--faces", type=Path, required=True)
        if step in (lfw, sizes):
            p.add_argument("--pairs", type=Path, required=True)
        if step is agreement:
            p.add_argument("--teacher", type=Path, required=True)
            p.add_argument("--teacher-kind", default="omz")
    args = ap.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
