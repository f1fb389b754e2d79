"""``python -m eval.training examples | learn | fit | search DIR``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from eval.training.examples import Example
    from index.settings import Settings

READINGS, UPDATES, NAMES = "readings.npy", "cross_encoder.safetensors", "sets.txt"
QUESTIONS = "question_encoder.safetensors"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a step."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.training", description="训练内置的 cross-encoder 和问题编码器"
    )
    parser.add_argument("step", choices=("examples", "learn", "fit", "search"))
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--device", default="cpu", help="learn 用的设备，例如 cuda")
    parser.add_argument("--fold", type=int, action="append", help="learn 只训练缺这一份的网络；-1 是全部数据")
    parser.add_argument("--start", type=Path, metavar="FILE", help="learn 从这份更新接着训练")
    parser.add_argument("--hard", action="store_true", help="learn 先读一遍，只练起点还答不准的题")
    parser.add_argument("--passes", type=float, help="learn 把全部问题看几遍")
    parser.add_argument(
        "--held", action="append", default=[], metavar="SET", help="examples 里不用来训练的评测集，可重复"
    )
    chosen = parser.parse_args(arguments)
    if chosen.step == "examples":
        write_examples(chosen.folder, held=chosen.held)
    elif chosen.step == "learn":
        folds, start, passes = chosen.fold, chosen.start, chosen.passes
        learn(chosen.folder, device=chosen.device, folds=folds, start=start, passes=passes, hard=chosen.hard)
    elif chosen.step == "fit":
        print(fit(chosen.folder))
    else:
        search(chosen.folder, passes=chosen.passes)
    return 0


def write_examples(folder: Path, *, held: Sequence[str] = ()) -> None:
    """Gathers the examples of all sets, two sets at a time, and of the matters, and writes them with the network.

    No network learns from the sets ``held``; what one trained on all the others makes of them is its figure.
    """
    from eval.training.examples import build_corpora, folds
    from eval.training.matters import load_matters, matter_examples
    from eval.training.pairs import write_pairs
    from index.embedding.opening import open_embedder
    from index.embedding.pieces import load_pieces
    from index.embedding.preparation import layout
    from index.embedding.wheel import locate, read_wheel
    from index.settings import Settings

    settings = Settings.from_environment()
    with TemporaryDirectory(prefix="training-") as made:
        names = build_corpora(Path(made), settings=settings)
        fold_of = folds(names, [name for name in names if name in held])
        order = sorted(names, key=lambda name: name != "pages")
        gather = partial(_gather, Path(made), names, held, settings)
        examples: list[Example] = []
        with ProcessPoolExecutor(2) as pool:
            for name, found in zip(order, pool.map(gather, order, [fold_of[name] for name in order]), strict=True):
                print(f"{name} {len(found)}", file=sys.stderr, flush=True)
                examples += found
    examples += matter_examples(load_matters(), open_embedder(cache=settings.cache))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NAMES).write_text(" ".join(sorted(set(names) - set(held))), encoding="utf-8")
    pieces = load_pieces(layout(settings.cache).pieces)
    pairs = write_pairs(examples, folder, pieces=pieces, wheel=read_wheel(locate()))
    print(f"{len(examples)} 例，{len(pairs)} 对，答对的 {int((pairs.label == 1).sum())} 对，在 {folder}")


def _gather(
    made: Path, names: Sequence[str], held: Sequence[str], settings: Settings, name: str, fold: int
) -> list[Example]:
    from eval.training.examples import Corpora, examples_of, open_corpora

    global _opened
    if _opened is None:
        _opened = open_corpora(made, names, settings=settings, held=held)
    assert isinstance(_opened, Corpora)
    return list(examples_of(name, _opened, fold=fold))


_opened: object = None


def learn(
    folder: Path,
    *,
    device: str,
    folds: Sequence[int] | None,
    start: Path | None = None,
    passes: float | None = None,
    hard: bool = False,
) -> None:
    """Trains a network without each fold and one on all; writes the readings of the folds, and the updates of the last with
    its readings of the sets held.
    """
    from safetensors.numpy import save_file

    from eval.training.arrays import HELD, load_pairs
    from eval.training.learning import Plan, folds_of, readings, train

    pairs, plan = load_pairs(folder), Plan()
    if passes is not None:
        plan = replace(plan, passes=passes)
    for fold in folds if folds is not None else (*folds_of(pairs), -1):
        report = partial(print, fold, flush=True)
        network, rows = train(
            folder, pairs, plan, without=fold, device=device, seed=0, report=report, start=start, hard=hard
        )
        if fold < 0:
            names = (folder / NAMES).read_text("utf-8")
            save_file(network.export(), folder / UPDATES, metadata={"sets": names})
        unseen = HELD if fold < 0 else fold
        chosen = np.flatnonzero(pairs.fold == unseen)
        if len(chosen):
            np.save(folder / f"{unseen}-{READINGS}", readings(rows, chosen, device=device), allow_pickle=False)


def search(folder: Path, *, passes: float | None = None) -> None:
    """Trains the question encoder on the matters, and writes its updates."""
    from safetensors.numpy import save_file

    from eval.training.matters import load_matters
    from eval.training.searching import SearchPlan, train_questions
    from index.embedding import open_embedder, prepare
    from index.settings import Settings

    cache, plan = Settings.from_environment().cache, SearchPlan()
    if passes is not None:
        plan = replace(plan, passes=passes)
    report = partial(print, flush=True)
    updates = train_questions(prepare(cache), load_matters(), open_embedder(cache=cache), plan, seed=0, report=report)
    folder.mkdir(parents=True, exist_ok=True)
    save_file(updates, folder / QUESTIONS, metadata={"sets": ""})


def fit(folder: Path) -> str:
    """The figures of the folds' readings, those of the sets held among them, as Markdown."""
    from eval.training.arrays import HELD, load_pairs
    from eval.training.learning import folds_of
    from eval.training.regression import fit as fitted
    from eval.training.regression import table

    pairs = load_pairs(folder)
    read = np.full(len(pairs), np.nan, np.float32)
    for fold in (*folds_of(pairs), HELD):
        if (file := folder / f"{fold}-{READINGS}").is_file():
            read[pairs.fold == fold] = np.load(file, allow_pickle=False)
    return table(fitted(pairs, read))


if __name__ == "__main__":
    raise SystemExit(main())
