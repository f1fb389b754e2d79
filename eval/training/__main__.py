"""``python -m eval.training examples | learn | refine | second | fit | search | tag | lists DIR``."""

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

READINGS, LARGE, SMALL, NAMES = "readings.npy", "large.safetensors", "cross_encoder.safetensors", "sets.txt"
SECOND, QUESTIONS = "second_reader.safetensors", "question_encoder.safetensors"
TAGGER = "question_tagger.safetensors"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a step."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.training", description="训练内置的 cross-encoder、问题编码器和问题标注器"
    )
    parser.add_argument("step", choices=("examples", "learn", "refine", "second", "fit", "search", "tag", "lists"))
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--device", default="cpu", choices=("cpu", "cuda"), help="learn、refine 和 second 用的设备")
    parser.add_argument("--large", type=Path, metavar="FILE", help="learn 用这个大网络，只练小的")
    parser.add_argument("--small", type=Path, metavar="FILE", help="refine 从这个小网络练起，默认是内置的")
    parser.add_argument("--passes", type=float, help="learn、second 和 search 把全部问题看几遍")
    parser.add_argument(
        "--held", action="append", default=[], metavar="SET", help="examples 和 tag 不用来训练的评测集，可重复"
    )
    chosen = parser.parse_args(arguments)
    if chosen.step == "examples":
        write_examples(chosen.folder, held=chosen.held)
    elif chosen.step == "learn":
        learn(chosen.folder, device=chosen.device, large=chosen.large, passes=chosen.passes)
    elif chosen.step == "refine":
        refine(chosen.folder, device=chosen.device, small=chosen.small, passes=chosen.passes)
    elif chosen.step == "second":
        second(chosen.folder, device=chosen.device, passes=chosen.passes)
    elif chosen.step == "fit":
        print(fit(chosen.folder))
    elif chosen.step == "lists":
        from eval.training.topical import fit as fit_lists
        from index.settings import Settings

        print(fit_lists(chosen.folder, settings=Settings.from_environment()))
    elif chosen.step == "search":
        search(chosen.folder, passes=chosen.passes)
    else:
        tag(chosen.folder, held=chosen.held)
    return 0


def write_examples(folder: Path, *, held: Sequence[str] = ()) -> None:
    """Gathers the examples of all sets, two sets at a time, and of the matters, and writes them with the network.

    No network learns from the sets ``held``; what one trained on all the others makes of them is its figure.
    """
    from eval.training.examples import build_corpora
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
        order = sorted(names, key=lambda name: name != "pages")
        gather = partial(_gather, Path(made), names, held, settings)
        examples: list[Example] = []
        with ProcessPoolExecutor(2) as pool:
            for name, found in zip(order, pool.map(gather, order), strict=True):
                print(f"{name} {len(found)}", file=sys.stderr, flush=True)
                examples += found
    examples += matter_examples(load_matters(), open_embedder(cache=settings.cache))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NAMES).write_text(" ".join(sorted(set(names) - set(held))), encoding="utf-8")
    pieces = load_pieces(layout(settings.cache).pieces)
    pairs = write_pairs(examples, folder, pieces=pieces, wheel=read_wheel(locate()))
    print(f"{len(examples)} 例，{len(pairs)} 对，答对的 {int((pairs.label == 1).sum())} 对，在 {folder}")


def _gather(made: Path, names: Sequence[str], held: Sequence[str], settings: Settings, name: str) -> list[Example]:
    from eval.training.examples import Corpora, examples_of, open_corpora

    global _opened
    if _opened is None:
        _opened = open_corpora(made, names, settings=settings, held=held)
    assert isinstance(_opened, Corpora)
    return list(examples_of(name, _opened))


_opened: object = None


def learn(folder: Path, *, device: str, large: Path | None = None, passes: float | None = None) -> None:
    """Trains the large network, unless one is given, and the small one to read as it does; writes both, and what the small one
    reads of the sets held.
    """
    from safetensors.numpy import save_file

    from eval.training import learning
    from eval.training.arrays import load_pairs
    from eval.training.network import Rows, published, restored

    pairs = load_pairs(folder)
    names = (folder / NAMES).read_text("utf-8")
    network = published(folder, device=device)
    rows = Rows(pairs, network.base)

    def plan(whole: learning.Plan) -> learning.Plan:
        return whole if passes is None else replace(whole, passes=passes)

    if large is None:
        learning.train(network, rows, pairs, plan(learning.LARGE), seed=0, report=partial(print, "large", flush=True))
        save_file(network.export(), folder / LARGE, metadata={"sets": names})
    else:
        network = restored(large, network.base)
    small = learning.smaller(network, rows, pairs, seed=0)
    report = partial(print, "small", flush=True)
    learning.train(small, rows, pairs, plan(learning.SMALL), seed=1, report=report, like=network)
    save_file(small.export(), folder / SMALL, metadata={"sets": names})
    np.save(folder / READINGS, learning.readings(small, rows, learning.held_rows(pairs)), allow_pickle=False)


def refine(folder: Path, *, device: str, small: Path | None = None, passes: float | None = None) -> None:
    """Lets the small network, the shipped one if none is given, go on learning from twins; writes it, and what it reads of the
    sets held.
    """
    from safetensors.numpy import save_file

    from eval.training.arrays import load_pairs
    from eval.training.learning import held_rows, readings
    from eval.training.network import Rows, published, restored
    from eval.training.refining import Refining
    from eval.training.refining import refine as refined
    from index.embedding.distilled import NETWORK, trained_on

    pairs = load_pairs(folder)
    file = small or NETWORK
    network = restored(file, published(folder, device=device).base)
    rows = Rows(pairs, network.base)
    plan = Refining() if passes is None else Refining(passes=passes)
    refined(network, rows, pairs, plan, seed=1, report=partial(print, "refined", flush=True))
    names = sorted({*trained_on(file), *(folder / NAMES).read_text("utf-8").split()})
    save_file(network.export(), folder / SMALL, metadata={"sets": " ".join(names)})
    np.save(folder / READINGS, readings(network, rows, held_rows(pairs)), allow_pickle=False)


def second(folder: Path, *, device: str, passes: float | None = None) -> None:
    """Trains the second reader, low-rank updates of the default model, by the labels alone, and writes it."""
    from safetensors.numpy import save_file

    from eval.training import learning
    from eval.training.arrays import load_pairs
    from eval.training.lowrank import fresh
    from eval.training.network import Rows, published

    pairs = load_pairs(folder)
    network = fresh(published(folder, device=device), seed=0)
    plan = learning.SECOND if passes is None else replace(learning.SECOND, passes=passes)
    report = partial(print, "second", flush=True)
    learning.train(network, Rows(pairs, network.base), pairs, plan, seed=0, report=report)
    save_file(network.export(), folder / SECOND, metadata={"sets": (folder / NAMES).read_text("utf-8")})


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


def tag(folder: Path, *, held: Sequence[str] = ()) -> None:
    """Trains the tagger on marked questions and on those of all sets but the ones ``held``, and writes it."""
    from safetensors.numpy import save_file

    from eval.sets import load_set
    from eval.training.examples import build_corpora
    from eval.training.tagged import Example as Tagged
    from eval.training.tagged import asked_of, examples_of, load_marked
    from eval.training.tagging import TaggingPlan, train_tagger
    from index.embedding import prepare
    from index.retrieval import open_index
    from index.settings import Settings
    from rag.asked import Opened

    settings, of_sets, of_asked = Settings.from_environment(), list[Tagged](), list[Tagged]()
    with TemporaryDirectory(prefix="training-") as made:
        names = [name for name in build_corpora(Path(made), settings=settings) if name not in held]
        for name in names:
            opened = Opened.of(open_index(Path(made) / name, settings=settings))
            questions = load_set(name).of_part("development")
            of_sets += examples_of(questions, opened)
            of_asked += asked_of(questions, opened)
    report = partial(print, flush=True)
    report(f"{len(of_sets)} 道评测集的题")
    arrays = train_tagger(
        prepare(settings.cache), load_marked(), of_sets, of_asked, TaggingPlan(), seed=0, report=report
    )
    folder.mkdir(parents=True, exist_ok=True)
    save_file(arrays, folder / TAGGER, metadata={"sets": " ".join(sorted(names))})


def fit(folder: Path) -> str:
    """The figures of the small network's readings of the sets held, as Markdown."""
    from eval.training.arrays import load_pairs
    from eval.training.learning import held_rows
    from eval.training.regression import fit as fitted
    from eval.training.regression import table

    pairs = load_pairs(folder)
    read = np.full(len(pairs), np.nan, np.float32)
    read[held_rows(pairs)] = np.load(folder / READINGS, allow_pickle=False)
    return table(fitted(pairs, read))


if __name__ == "__main__":
    raise SystemExit(main())
