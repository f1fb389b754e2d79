"""``python -m index build | add | remove | check | show | search``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import IndexProblem
from index.locations import default_location
from index.records import Document, Hit
from index.settings import DEFAULT_INDEX, Settings

if TYPE_CHECKING:
    from index.building import BuildReport


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit status: 0 done, 1 a check failed, 2 wrong use or nothing readable."""
    from index.embedding import ModelDamaged, ModelMissing

    options = _parser().parse_args(arguments)
    try:
        settings = Settings.from_environment()
        status: int = options.run(options, settings)
        return status
    except IndexProblem as problem:
        print(problem, file=sys.stderr)
        return problem.status
    except (ModelMissing, ModelDamaged) as problem:
        print(problem, file=sys.stderr)
        return 1
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("已中断。原来的索引没有变；再次运行时接着已完成的部分做。", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m index", description="建立、修改、检查和搜索索引。")
    commands = parser.add_subparsers(required=True, metavar="命令")

    def command(name: str, told: str, run: object, *, json: bool = False) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=told, description=told)
        one.add_argument("--index", metavar="DIR", help="索引所在的文件夹或 Milvus URI（默认取 RAG_INDEX）")
        if json:
            one.add_argument("--json", action="store_true", help="输出 JSON")
        one.set_defaults(run=run)
        return one

    build = command("build", "读文件和文件夹，建立索引；已有的索引整个换掉", _build)
    build.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="文件或文件夹")
    build.add_argument("--shard", metavar="i/n", help="只建 n 份中的第 i 份，用于 Milvus；n 份到齐后启用")
    add = command("add", "把文件加入索引；同名的换成新的", _add)
    add.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="文件或文件夹")
    remove = command("remove", "从索引中去掉文件", _remove)
    remove.add_argument("sources", nargs="+", metavar="SOURCE", help="文件在索引里的名字（见 show）")
    command("check", "核对索引的每个文件", _check, json=True)
    command("show", "列出索引里的文件、发言和段落", _show, json=True)
    search = command("search", "按相关程度列出段落，不作回答", _search, json=True)
    search.add_argument("query", help="要找的话")
    search.add_argument("-k", type=int, default=10, metavar="N", help="列出多少段（默认 10）")
    search.add_argument("--speaker", help="只找这个人的发言")
    search.add_argument("--document", help="只找这个文件")
    return parser


def _build(options: argparse.Namespace, settings: Settings) -> int:
    from index.building import build_index
    from index.milvus.building import Shard

    location = options.index or settings.index or str(DEFAULT_INDEX)
    shard = None if options.shard is None else Shard.parse(options.shard)
    with _Bar() as bar:
        report = build_index(options.paths, location, settings=settings, progress=bar.show, shard=shard)
    _tell(report, location)
    if report.missing:
        told = "、".join(str(number) for number in report.missing[:20])
        print(f"第 {options.shard} 份已写好。还缺第 {told} 份；到齐以前，搜索用的仍是原来的索引。")
    elif shard is not None:
        print(f"{shard.of} 份已到齐，新的索引已启用。")
    return 0


def _add(options: argparse.Namespace, settings: Settings) -> int:
    from index.building import add_to_index

    location = options.index or settings.index or str(DEFAULT_INDEX)
    with _Bar() as bar:
        report = add_to_index(options.paths, location, settings=settings, progress=bar.show)
    _tell(report, location)
    return 0


def _remove(options: argparse.Namespace, settings: Settings) -> int:
    from index.building import remove_from_index

    location = options.index or settings.index or str(DEFAULT_INDEX)
    report = remove_from_index(options.sources, location, settings=settings)
    print(f"已去掉 {len(set(options.sources))} 个文件。", end="")
    _tell(report, location)
    return 0


def _check(options: argparse.Namespace, settings: Settings) -> int:
    from index.checking import check_index

    location = options.index or default_location(settings)
    report = check_index(location, settings=settings)
    if options.json:
        _print_json(report.to_dict())
    else:
        for problem in report.problems:
            print(problem, file=sys.stderr)
        if not report.problems:
            print(f"索引完好：{location}（{report.files} 个文件，{report.length / 1e6:.1f} MB，模型 {report.model}）。")
    return 1 if report.problems else 0


def _show(options: argparse.Namespace, settings: Settings) -> int:
    from index.retrieval import open_corpus

    manifest, corpus = open_corpus(options.index or default_location(settings), settings=settings)
    if options.json:
        _print_json({"documents": [_listed(document) for document in corpus.documents]})
        return 0
    for document in corpus.documents:
        printed = "，".join(
            part for part in (document.newspaper, document.date, document.page and f"第 {document.page} 版") if part
        )
        print(f"{document.source}  {document.title}" + (f"（{printed}）" if printed else ""))
        for speech in document.speeches:
            who = " ".join(part for part in (speech.speaker or "（发言人不明）", speech.role) if part)
            print(f"  {who}：{speech.title or '（无题）'}（{len(speech.paragraphs)} 段）")
    print(f"共 {_counted(manifest['counts'])}。")
    return 0


def _search(options: argparse.Namespace, settings: Settings) -> int:
    from index.retrieval import open_index

    index = open_index(options.index or default_location(settings), settings=settings)
    hits = index.search(options.query, k=options.k, speaker=options.speaker, document=options.document)
    if options.json:
        _print_json([hit.to_dict() for hit in hits])
        return 0
    if not hits:
        print("没有找到。")
    for number, hit in enumerate(hits, start=1):
        print(f"{number}. {hit.speaker or '（发言人不明）'}《{hit.title}》{hit.source} 第 {hit.paragraph} 段")
        print(f"   {_excerpt(hit)}")
    return 0


def _listed(document: Document) -> dict[str, object]:
    return {
        "source": document.source,
        "title": document.title,
        "newspaper": document.newspaper,
        "date": document.date,
        "page": document.page,
        "speeches": [
            {"speaker": one.speaker, "role": one.role, "title": one.title, "paragraphs": list(one.paragraphs)}
            for one in document.speeches
        ],
    }


def _excerpt(hit: Hit) -> str:
    before, after = "…" if hit.start else "", "…" if hit.end < len(hit.text) else ""
    return before + hit.text[hit.start : hit.end].strip() + after


def _counted(counts: dict[str, int]) -> str:
    units = {"documents": "个文件", "speeches": "篇发言", "paragraphs": "段", "chunks": "块"}
    return "、".join(f"{counts[name]} {unit}" for name, unit in units.items())


def _tell(report: BuildReport, location: str) -> None:
    """A line a file read, a line a file skipped, and what the index now holds."""
    for document in report.read:
        paragraphs = sum(len(speech.paragraphs) for speech in document.speeches)
        print(f"已读 {document.source}：{len(document.speeches)} 篇发言，{paragraphs} 段。")
        for warning in document.warnings:
            print(f"  注意：{warning}")
    for one in report.skipped:
        print(f"跳过 {one.source}：{one.reason}")
    counts = {name: getattr(report, name) for name in ("documents", "speeches", "paragraphs", "chunks")}
    print(f"索引 {location}：{_counted(counts)}；新算向量 {report.embedded} 个，用时 {report.seconds:.1f} 秒。")


def _print_json(value: object) -> None:
    import orjson

    sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n")


class _Bar:
    """The progress of embedding on standard error: done, all, rate and time left."""

    _bar: Any = None

    def __enter__(self) -> _Bar:
        return self

    def show(self, done: int, total: int) -> None:
        from tqdm import tqdm

        if self._bar is None:
            self._bar = tqdm(total=total, desc="计算向量", unit="块")
        self._bar.update(done - self._bar.n)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()


if __name__ == "__main__":
    sys.exit(main())
