"""The index in a real Milvus Lite file: the same hits as in a folder, generations, shards, and errors in Chinese."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.bench.growth import generate
from eval.bench.stand_in import PairEmbedder
from index.building import BuildReport, add_to_index, build_index, index_documents, remove_from_index
from index.checking import check_index
from index.errors import IndexBusy, IndexMismatch, IndexMissing, IndexProblem, WrongUse
from index.milvus.building import Shard
from index.milvus.connection import MilvusUnavailable, connect, shown
from index.milvus.rows import chunks_of, generations
from index.records import Hit, Speech
from index.retrieval import Index, open_corpus, open_index
from index.settings import Settings

SPEAKERS = ("沈一", "韩二", None)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(cache=tmp_path / "cache")


@pytest.fixture
def uri(tmp_path: Path) -> Iterator[str]:
    """A new Milvus Lite file; its server is stopped afterwards."""
    from milvus_lite.server_manager import server_manager_instance

    location = str(tmp_path / "index.db")
    yield location
    server_manager_instance.release_server(location)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    for number, topic in enumerate(("修缮水塔", "增设路灯", "疏通沟渠", "拓宽村道", "开办食堂", "种植行道树")):
        text = f"# 建言\n\n## 钱多多 某镇镇长\n\n### 关于{topic}\n\n建议{topic}，先试点后推开，并公布时间表。\n"
        (folder / f"{number}.md").write_text(text, encoding="utf-8")
    return folder


def opened(location: str | Path, settings: Settings) -> Index:
    return open_index(location, settings=settings, embedder=PairEmbedder())


def build(files: Path, uri: str, settings: Settings, shard: Shard | None = None) -> BuildReport:
    return build_index([files], uri, settings=settings, embedder=PairEmbedder(), shard=shard)


def as_another_process(uri: str) -> None:
    """What is done next finds the file as a new process does: with nothing loaded."""
    from milvus_lite.server_manager import server_manager_instance
    from pymilvus.client.connection_manager import ConnectionManager

    server_manager_instance.release_server(uri)
    ConnectionManager.get_instance().close_all()


def told(hits: list[Hit]) -> list[dict[str, object]]:
    return [hit.to_dict() for hit in hits]


def test_the_same_hits_as_in_a_folder_with_every_filter(tmp_path: Path, uri: str, settings: Settings) -> None:
    documents = []
    for number, one in enumerate(generate(64, seed=3)):
        speeches = tuple(replace(speech, speaker=SPEAKERS[at % 3]) for at, speech in enumerate(one.speeches))
        half = len(speeches) // 2
        twice = Speech("沈一", "", "", "", ("同一句话。", "同一句话。"))  # equal vectors stand in source order
        documents += [
            replace(one, source=f"{number}-乙.txt", speeches=speeches[:half]),
            replace(one, source=f"{number}-甲.txt", speeches=(*speeches[half:], twice)),
        ]
    indexes = []
    for location in (tmp_path / "folder", uri):
        index_documents(documents, location, settings=settings, embedder=PairEmbedder())
        indexes.append(opened(location, settings))
    folder, milvus = indexes
    texts = [text for _, text in folder.corpus.paragraphs()]
    for query in [*(text[4:16] for text in texts[::16]), "同一句话"]:
        for options in ({}, {"speaker": "沈一"}, {"document": "0-甲.txt"}, {"speaker": "韩二", "document": "0-乙.txt"}):
            assert told(milvus.search(query, k=12, **options)) == told(folder.search(query, k=12, **options))
    assert milvus.search("水", speaker="没有这个人") == []
    assert [*milvus.corpus.documents] == [*folder.corpus.documents]
    assert check_index(uri, settings=Settings()).problems[1:] == ()  # the model here is another: that alone is told


def test_changes_are_generations_and_readers_keep_theirs(files: Path, uri: str, settings: Settings) -> None:
    first = build(files, uri, settings)
    assert (first.documents, first.embedded) == (6, 6)
    before = opened(uri, settings)
    seen = told(before.search("水塔"))
    assert build(files, uri, settings).embedded == 0  # the same work again changes nothing
    assert before.latest()
    assert remove_from_index(["0.md"], uri, settings=settings, embedder=PairEmbedder()).embedded == 0
    assert not before.latest()
    assert told(before.search("水塔")) == seen
    after = opened(uri, settings)
    assert "0.md" not in {hit.source for hit in after.search("修缮水塔", k=50)}
    (files / "1.md").write_text((files / "1.md").read_text(encoding="utf-8").replace("路灯", "凉亭"), encoding="utf-8")
    assert add_to_index([files / "1.md"], uri, settings=settings, embedder=PairEmbedder()).embedded == 1
    assert opened(uri, settings).search("凉亭")[0].source == "1.md"
    client = connect(uri)
    assert len(generations(client)) == 2  # the newest, and the one before it
    assert sum(name.endswith("_chunks") for name in client.list_collections()) == 2
    with pytest.raises(WrongUse, match="没有这个文件"):
        remove_from_index(["9.md"], uri, settings=settings, embedder=PairEmbedder())


def test_shards_are_seen_when_all_are_there_whatever_is_repeated(
    files: Path, tmp_path: Path, uri: str, settings: Settings
) -> None:
    assert {part for name in "abcdefghij" for part in (1, 2, 3) if Shard(part, 3).has(name)} == {1, 2, 3}
    reports = [build(files, uri, settings, Shard(3, 3))]
    with pytest.raises(IndexMissing):
        opened(uri, settings)
    again = build(files, uri, settings, Shard(3, 3))
    assert (again.embedded, again.chunks, again.missing) == (0, reports[0].chunks, (1, 2))
    for number in (1, 2):
        as_another_process(uri)
        reports.append(build(files, uri, settings, Shard(number, 3)))
    as_another_process(uri)
    assert [report.missing for report in reports] == [(1, 2), (2,), ()]
    assert sum(report.documents for report in reports) == 6
    build_index([files], tmp_path / "folder", settings=settings, embedder=PairEmbedder())
    folder, milvus = opened(tmp_path / "folder", settings), opened(uri, settings)
    for query in ("水塔", "村道", "公布时间表"):
        assert told(milvus.search(query)) == told(folder.search(query))
    assert build(files, uri, settings, Shard(2, 3)).embedded == 0
    assert milvus.latest()
    # a changed file is another build: its shards do not mix with those of the one before
    (files / "1.md").write_text((files / "1.md").read_text(encoding="utf-8").replace("路灯", "凉亭"), encoding="utf-8")
    assert sorted(build(files, uri, settings, Shard(1, 3)).missing) == [2, 3]
    assert milvus.latest()


def test_what_was_interrupted_goes_on(
    files: Path, uri: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(PairEmbedder):
        def embed_passages(self, texts, **options):  # type: ignore[no-untyped-def]
            if self.embedded:
                raise KeyboardInterrupt
            return super().embed_passages(texts, **options)

    monkeypatch.setattr("index.milvus.building._BLOCK", 4)
    with pytest.raises(KeyboardInterrupt):
        build_index([files], uri, settings=settings, embedder=Interrupted())
    with pytest.raises(IndexMissing):
        opened(uri, settings)
    assert build(files, uri, settings).embedded == 2


def test_another_model_and_damaged_rows_are_refused(files: Path, uri: str, settings: Settings) -> None:
    generation = build(files, uri, settings).generation
    with pytest.raises(IndexMismatch, match="向量模型"):
        open_index(uri, settings=settings, embedder=PairEmbedder(name="other"))
    with pytest.raises(IndexMismatch, match="向量模型"):
        remove_from_index(["0.md"], uri, settings=settings, embedder=PairEmbedder(name="other"))
    manifest, corpus = open_corpus(uri, settings=settings)
    assert (manifest["counts"]["documents"], len(corpus.documents)) == (6, 6)
    client = connect(uri)
    row = client.query(chunks_of(generation), filter="shard == 1", output_fields=["*"], limit=1)[0]
    client.upsert(chunks_of(generation), [{**row, "vector": np.roll(row["vector"], 1)}])
    report = check_index(uri, settings=Settings())
    assert report.damaged == (f"{chunks_of(generation)}/{row['id']}",)
    assert build(files, uri, settings).embedded == 1  # building again mends it
    assert not check_index(uri, settings=Settings()).damaged
    client.delete(chunks_of(generation), ids=[row["id"]])
    with pytest.raises(IndexProblem, match="有 5 块，应有 6 块"):
        opened(uri, settings)


def test_errors_say_what_to_do(files: Path, tmp_path: Path, uri: str, settings: Settings) -> None:
    with pytest.raises(IndexMissing, match="index build"):
        opened(tmp_path / "nothing.db", settings)
    assert not (tmp_path / "nothing.db").exists()
    (tmp_path / "text.db").write_text("文字")
    with pytest.raises(MilvusUnavailable, match="不是 Milvus Lite"):
        opened(tmp_path / "text.db", settings)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://name:secret@127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(MilvusUnavailable, match="连不上 Milvus 服务器") as caught:
        opened(address, settings)
    assert "secret" not in str(caught.value)
    assert shown(address) == address.replace("name:secret@", "")
    with pytest.raises(WrongUse, match="只用于 Milvus"):
        build_index([files], tmp_path / "folder", settings=settings, embedder=PairEmbedder(), shard=Shard(1, 2))
    for text in ("3/2", "0/2", "1", "a/b"):
        with pytest.raises(WrongUse, match="i/n"):
            Shard.parse(text)


def test_a_file_of_another_process_is_busy(uri: str, settings: Settings) -> None:
    holder = "import sys; from index.milvus.connection import connect; connect(sys.argv[1], create=True); "
    holder += "print(1, flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", holder, uri], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "1\n"
        with pytest.raises(IndexBusy, match="只能由一个程序打开"):
            opened(uri, settings)
        process.communicate("\n")
