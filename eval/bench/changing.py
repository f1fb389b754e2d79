"""Random changes of an index, compared with a dictionary after each."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.bench.generated import SETTINGS, WORDS, Outcome
from eval.bench.stand_in import PairEmbedder
from index.building import add_to_index, build_index, remove_from_index
from index.retrieval import Index, open_index


def changes(steps: int, *, seed: int = 1) -> Outcome:
    """Random builds, additions, replacements and removals, compared with a dictionary after each."""
    failures: list[str] = []
    chance = random.Random(seed)
    held: dict[str, str] = {}
    embedder = PairEmbedder()
    with TemporaryDirectory() as folder:
        files, location = Path(folder) / "files", Path(folder) / "index"
        for step in range(steps):
            told = _change(files, location, held, chance, step, embedder)
            index = open_index(location, settings=SETTINGS, embedder=embedder)
            failures.extend(f"第 {step} 步（{told}）：{why}" for why in _differences(index, held, chance))
            if step % 20 == 19:
                failures.extend(f"第 {step} 步：{why}" for why in _unlike_fresh(index, files, Path(folder) / "fresh"))
    return Outcome("增删改", steps, steps - len(failures), tuple(failures))


def _change(
    files: Path, location: Path, held: dict[str, str], chance: random.Random, step: int, embedder: PairEmbedder
) -> str:
    """One random change, of the files, the index and the dictionary alike."""
    files.mkdir(exist_ok=True)
    kind = chance.choice(("build", "add", "add", "remove")) if len(held) > 1 else "add" if held else "build"
    if kind == "remove":
        gone = chance.sample(sorted(held), chance.randint(1, min(3, len(held) - 1)))
        for source in gone:
            (files / source).unlink()
            del held[source]
        remove_from_index(gone, location, settings=SETTINGS, embedder=embedder)
        return f"remove {gone}"
    touched = [f"{chance.randrange(25):02}.md" for _ in range(chance.randint(1, 3))]
    for source in touched:
        word = f"{chance.choice(WORDS)}{chance.choice(WORDS)}{step}号"
        held[source] = f"建议在{word}一带先行试点，{chance.choice(WORDS)}随后跟进。"
        page = f"# 页\n\n## 委员{step} 某局局长\n\n### 关于试点\n\n{held[source]}\n"
        (files / source).write_text(page, encoding="utf-8")
    if kind == "build":
        build_index([files], location, settings=SETTINGS, embedder=embedder)
    else:
        add_to_index([files / source for source in touched], location, settings=SETTINGS, embedder=embedder)
    return f"{kind} {touched}"


def _differences(index: Index, held: dict[str, str], chance: random.Random) -> list[str]:
    sources = {document.source for document in index.corpus.documents}
    if sources != set(held):
        return [f"多出 {sorted(sources - set(held))}，缺少 {sorted(set(held) - sources)}"]
    source = chance.choice(sorted(held))
    best = index.search(held[source], k=len(held) + 5)
    wrong = [hit.source for hit in best if hit.text not in held.values()]
    problems = [f"搜出了不在的文字：{wrong}"] if wrong else []
    if best[0].text != held[source]:
        problems.append(f"{source} 没有排在第一")
    return problems


def _unlike_fresh(index: Index, files: Path, location: Path) -> list[str]:
    """Whether the changed index ranks like one built anew from the same files, to the last digit."""
    embedder = PairEmbedder()
    build_index([files], location, settings=SETTINGS, embedder=embedder)
    fresh = open_index(location, settings=SETTINGS, embedder=embedder)
    differing = [word for word in WORDS if index.search(word, k=30) != fresh.search(word, k=30)]
    return [f"与重新建立的索引排序不同：{differing}"] if differing else []
