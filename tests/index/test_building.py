"""Building reuses what it has, resumes where it stopped, and refuses what does not fit."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from eval.bench.stand_in import PairEmbedder
from index.building import BuildReport, add_to_index, build_index, remove_from_index
from index.errors import IndexMismatch, IndexMissing, NothingReadable, StorageFailed, WrongUse
from index.generation import embedding_key
from index.journal import JOURNAL, Journal
from index.records import Document
from index.retrieval import Index, open_index
from index.settings import Settings

SETTINGS = Settings()


def page(folder: Path, name: str, *proposals: str) -> Path:
    """A generated page: one speaker, one paragraph a proposal."""
    folder.mkdir(exist_ok=True, parents=True)
    body = "\n\n".join(f"建议{proposal}，先试点后推开，并公布时间表。" for proposal in proposals)
    path = folder / name
    path.write_text(f"# 建言\n\n## 钱多多 某镇镇长\n\n### 关于{proposals[0]}\n\n{body}\n", encoding="utf-8")
    return path


def build(paths: Sequence[Path], location: Path, embedder: PairEmbedder | None = None) -> BuildReport:
    return build_index(paths, location, settings=SETTINGS, embedder=embedder or PairEmbedder())


def opened(location: Path) -> Index:
    return open_index(location, settings=SETTINGS, embedder=PairEmbedder())


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    page(folder, "甲.md", "修缮水塔", "拓宽村道")
    page(folder, "乙.md", "增设路灯", "疏通沟渠")
    return folder


def test_only_new_texts_are_embedded(files: Path, tmp_path: Path) -> None:
    location = tmp_path / "index"
    first = build([files], location)
    assert first.embedded == first.chunks == 4
    assert build([files], location).embedded == 0
    page(files, "乙.md", "增设路灯", "疏通沟渠", "修建凉亭")
    assert build([files], location).embedded == 1
    page(files / "丙", "丁.md", "修缮水塔")  # the same words under the same name and title
    assert build([files], location).embedded == 0
    assert remove_from_index(["甲.md"], location, settings=SETTINGS, embedder=PairEmbedder()).embedded == 0
    assert [document.source for document in opened(location).corpus.documents] == ["丙/丁.md", "乙.md"]


def test_add_and_remove_end_where_a_build_ends(files: Path, tmp_path: Path) -> None:
    changed, fresh = tmp_path / "changed", tmp_path / "fresh"
    late = page(tmp_path / "more", "丙.md", "开通班车")
    build([files, late], fresh)
    build([files / "乙.md", page(tmp_path / "more", "丁.md", "开办夜市")], changed)
    add_to_index([files / "甲.md", late], changed, settings=SETTINGS, embedder=PairEmbedder())
    remove_from_index(["丁.md"], changed, settings=SETTINGS, embedder=PairEmbedder())
    for query in ("水塔", "路灯和沟渠", "班车", "夜市", "建议"):
        assert opened(changed).search(query) == opened(fresh).search(query)
    assert list(opened(changed).corpus.documents) == list(opened(fresh).corpus.documents)


def test_two_builds_rank_alike_to_the_last_digit(files: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        build([files], tmp_path / name)
    for query in ("水塔", "试点", "镇长公布时间表"):
        assert opened(tmp_path / "one").search(query) == opened(tmp_path / "two").search(query)


class Stopping(PairEmbedder):
    """Embeds a few blocks, then stops like a process that is interrupted."""

    def __init__(self, blocks: int) -> None:
        super().__init__()
        self.blocks = blocks

    def embed_passages(
        self, texts: Sequence[str], *, progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        if not self.blocks:
            raise KeyboardInterrupt
        self.blocks -= 1
        return super().embed_passages(texts, progress=progress)


def test_interrupted_work_goes_on_where_it_stopped(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.building._BLOCK", 1)
    location = tmp_path / "index"
    with pytest.raises(KeyboardInterrupt):
        build([files], location, Stopping(3))
    with pytest.raises(IndexMissing):
        opened(location)
    with (location / JOURNAL).open("ab") as journal:
        journal.write(b"cut short")
    assert build([files], location).embedded == 1
    assert not (location / JOURNAL).exists()


def test_a_journal_gives_back_what_is_whole(tmp_path: Path) -> None:
    journal = Journal(tmp_path, 3)
    vectors = np.arange(9, dtype=np.float32).reshape(3, 3)
    keys = [embedding_key("model", text) for text in "甲乙丙"]
    journal.start({})
    journal.append(keys, vectors)
    path = tmp_path / JOURNAL
    for cut in range(path.stat().st_size + 1):
        (tmp_path / "cut").mkdir(exist_ok=True)
        (tmp_path / "cut" / JOURNAL).write_bytes(path.read_bytes()[:cut])
        read = Journal(tmp_path / "cut", 3).read()
        assert list(read) == keys[: cut // (16 + 4 + 12)]
        assert all((read[key] == vectors[keys.index(key)]).all() for key in read)
    damaged = bytearray(path.read_bytes())
    damaged[40] ^= 1  # in the second record
    path.write_bytes(damaged)
    assert list(journal.read()) == keys[:1]


def test_another_model_is_refused_and_a_build_replaces_it(files: Path, tmp_path: Path) -> None:
    location = tmp_path / "index"
    build([files], location)
    other = PairEmbedder(name="other", dimension=32)
    with pytest.raises(IndexMismatch, match=r"向量模型.*pairs.*other.*index build"):
        open_index(location, settings=SETTINGS, embedder=other)
    with pytest.raises(IndexMismatch):
        add_to_index([files], location, settings=SETTINGS, embedder=other)
    with pytest.raises(IndexMismatch):
        remove_from_index(["甲.md"], location, settings=SETTINGS, embedder=other)
    opened(location)  # still there
    assert build([files], location, other).embedded == 4
    open_index(location, settings=SETTINGS, embedder=other)


@pytest.mark.parametrize(
    ("module", "name", "value", "told"),
    [
        ("index.building", "FORMAT", 99, "格式版本"),
        ("index.words", "dictionary_fingerprint", lambda: "another", "分词词典"),
    ],
)
def test_another_version_is_refused(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, name: str, value: object, told: str
) -> None:
    build([files], tmp_path / "index")
    monkeypatch.setattr(f"{module}.{name}", value)
    with pytest.raises(IndexMismatch, match=told):
        opened(tmp_path / "index")


def test_what_cannot_be_read_leaves_what_was_there(files: Path, tmp_path: Path) -> None:
    location = tmp_path / "index"
    build([files], location)
    before = opened(location).generation
    empty, blank, unknown = tmp_path / "empty.txt", tmp_path / "blank.txt", tmp_path / "book.pdf"
    empty.write_text("")
    blank.write_text(" \n\n \t\n")
    unknown.write_bytes(b"%PDF")
    for bad in (empty, blank, unknown):
        with pytest.raises(NothingReadable, match=bad.name):
            build([bad], location)
        with pytest.raises(NothingReadable):
            add_to_index([bad], location, settings=SETTINGS, embedder=PairEmbedder())
    with pytest.raises(WrongUse, match="nowhere"):
        build([tmp_path / "nowhere"], location)
    with pytest.raises(WrongUse, match="没有这个文件：丙"):
        remove_from_index(["丙"], location, settings=SETTINGS, embedder=PairEmbedder())
    assert opened(location).generation == before
    report = build([files, empty, unknown], location)
    assert [one.source for one in report.skipped] == ["empty.txt", "book.pdf"]


def test_two_files_of_one_name_are_both_kept(files: Path, tmp_path: Path) -> None:
    report = build([files, page(tmp_path / "others", "甲.md", "开办夜市")], tmp_path / "index")
    assert report.documents == len({document.source for document in report.read}) == 3


def test_nothing_is_made_where_there_is_no_index(files: Path, tmp_path: Path) -> None:
    for change in (add_to_index, remove_from_index):
        with pytest.raises(IndexMissing):
            change([str(files)], tmp_path / "none", settings=SETTINGS, embedder=PairEmbedder())
    assert not (tmp_path / "none").exists()
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageFailed):
        build([files], tmp_path / "file")


def test_the_last_document_may_go(files: Path, tmp_path: Path) -> None:
    location = tmp_path / "index"
    build([files / "甲.md"], location)
    remove_from_index(["甲.md"], location, settings=SETTINGS, embedder=PairEmbedder())
    index = opened(location)
    assert len(index.corpus.documents) == 0 and index.search("水塔") == [] and index.corpus.find("水塔") == []
    add_to_index([files / "甲.md"], location, settings=SETTINGS, embedder=PairEmbedder())
    assert opened(location).search("水塔")[0].source == "甲.md"


def test_the_manifest_tells_how_it_was_made(files: Path, tmp_path: Path) -> None:
    build([files], tmp_path / "index")
    manifest = opened(tmp_path / "index").manifest
    assert manifest["model"] == "pairs" and manifest["dimension"] == 64
    assert manifest["counts"] == {"documents": 2, "speeches": 2, "paragraphs": 4, "chunks": 4}
    assert set(manifest["sources"]) == {"甲.md", "乙.md"}
    assert json.loads(json.dumps(manifest)) == manifest
    assert all(isinstance(document, Document) for document in opened(tmp_path / "index").corpus.documents)
