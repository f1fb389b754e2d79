"""``python -m eval run | compare | bench``. Exit status: 0 done, 1 a threshold or check failed, 2 wrong use."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from eval.bench import BenchError, load_benchmark, run_benchmark
from eval.bench import names as benchmark_names
from eval.comparing import compare, comparison_blocks, load_report
from eval.pages import to_html, to_markdown
from eval.provenance import describe, machine, plain, revision
from eval.reporting import READABLE, threshold_table, write_report
from eval.running import opened, run_questions
from eval.sets import PARTS, SetError, available, load_set
from eval.summaries import assemble
from index.errors import IndexProblem
from index.settings import Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; every wrong use ends in one Chinese sentence and status 2."""
    chosen = _parser().parse_args(arguments)
    try:
        status: int = chosen.command(chosen)
        return status
    except IndexProblem as error:
        print(f"出错：{error}", file=sys.stderr)
        return error.status
    except (SetError, BenchError, ValueError, OSError) as error:
        print(f"出错：{error}", file=sys.stderr)
        return 2


def run(chosen: argparse.Namespace) -> int:
    """``eval run``: asks a set, writes the report, says what failed."""
    questions = load_set(chosen.set)
    settings = Settings.from_environment()
    if chosen.model:
        settings = replace(settings, model=chosen.model)
    with opened(questions, index=chosen.index, settings=settings) as assistant:
        index = assistant.index
        made = describe(settings, manifest=index.manifest, generation=index.generation)
        asked = questions.of_part(chosen.part)
        results = run_questions(asked, assistant, index.corpus.documents, progress=sys.stderr.isatty())
    made = {**made, "part": chosen.part, "load_after": machine()["load"]}
    report = assemble(questions, results, made=made, show_kept=chosen.show_kept)
    write_report(report, chosen.out)
    right = report["tables"]["kind"]["all"]["right"]
    print(f"{questions.title}：{len(results)} 题，答对 {right['value'] * 100:.1f}%。报告在 {chosen.out / READABLE}")
    for row in threshold_table(report["thresholds"]).rows:
        print("  ".join(row))
    return 0 if report["passed"] else 1


def compare_runs(chosen: argparse.Namespace) -> int:
    """``eval compare``: status 1 where something got clearly worse or is missing."""
    result = compare(load_report(chosen.before), load_report(chosen.after))
    blocks = comparison_blocks(result, before=str(chosen.before), after=str(chosen.after))
    if chosen.out:
        _write(chosen.out, "comparison", result, to_markdown(blocks))
        (chosen.out / "comparison.html").write_text(to_html(blocks, title="评测比较"), encoding="utf-8")
    print(to_markdown(blocks), end="")
    return 0 if result["passed"] else 1


def bench(chosen: argparse.Namespace) -> int:
    """``eval bench``: runs the named benchmarks (all, where none is named) and writes JSON and Markdown of each."""
    options = dict(_option(text) for text in chosen.option)
    passed = True
    for name in chosen.names or benchmark_names():
        module = load_benchmark(name)
        made = {"revision": revision(), "machine": machine(), "options": plain(options)}
        result = run_benchmark(name, **options)
        text = str(module.table(result))
        if chosen.out:
            _write(chosen.out, name, {"name": name, "made": made, "result": plain(result)}, text)
        print(text)
        failed = [check for check in result.get("checks", ()) if not check["passed"]]
        for check in failed:
            print(f"未达标：{check['name']} 实测 {check['value']}，应为 {check['limit']}", file=sys.stderr)
        passed = passed and not failed
    return 0 if passed else 1


def _write(folder: Path, name: str, value: Any, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / f"{name}.md").write_text(text.rstrip("\n") + "\n", encoding="utf-8")


def _option(text: str) -> tuple[str, Any]:
    name, separator, value = text.partition("=")
    if not separator or not name:
        raise BenchError(f"选项应写成 名字=值，现在是“{text}”。")
    try:
        return name, json.loads(value)
    except json.JSONDecodeError:
        return name, value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval", description="评测与基准测试")
    commands = parser.add_subparsers(required=True, metavar="命令")
    one = commands.add_parser("run", help="用一个评测集提问并写报告")
    one.add_argument("set", metavar="SET", help=f"评测集的名字（{'、'.join(available())}）或文件夹")
    one.add_argument("--out", type=Path, required=True, metavar="DIR", help="报告写到这个文件夹")
    one.add_argument("--index", metavar="DIR", help="用这个已建好的索引，不另建")
    one.add_argument("--part", choices=PARTS, help="只问一部分")
    one.add_argument("--model", metavar="NAME", help="回答用的模型，写法同 RAG_MODEL；不给则按环境设置")
    one.add_argument("--show-kept", action="store_true", help="报告里也列出保留部分的问题")
    one.set_defaults(command=run)
    two = commands.add_parser("compare", help="比较两次评测的结果")
    two.add_argument("before", type=Path, metavar="A")
    two.add_argument("after", type=Path, metavar="B")
    two.add_argument("--out", type=Path, metavar="DIR", help="把比较也写到这个文件夹")
    two.set_defaults(command=compare_runs)
    three = commands.add_parser("bench", help="运行基准测试")
    three.add_argument("names", nargs="*", metavar="NAME", help="不给名字则全部运行")
    three.add_argument("--out", type=Path, metavar="DIR", help="结果写到这个文件夹")
    three.add_argument("-o", "--option", action="append", default=[], metavar="名字=值", help="给基准测试的选项")
    three.set_defaults(command=bench)
    return parser


if __name__ == "__main__":
    sys.exit(main())
