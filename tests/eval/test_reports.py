"""Running with a fake assistant, the report, thresholds, comparison and the commands' exit statuses."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from eval.__main__ import main
from eval.comparing import compare
from eval.pages import Heading, Table, Text, to_html, to_markdown
from eval.provenance import describe, plain
from eval.reporting import report_blocks, write_report
from eval.running import run_questions
from eval.sets import QuestionSet, SetError
from eval.summaries import assemble, judge
from index.settings import Settings


def make_set(folder, questions, **thresholds):
    return QuestionSet("试", "试用集", folder, "documents", tuple(questions), thresholds, "f00d")


def run_world(world, *, last=None, part="kept"):
    """Two questions of 甲's, the second of ``part``; the second answered by ``last``."""
    first = world.question(id="a1", question="几点？", gold=(world.library,))
    second = world.question(id="a2", question="保留的这一问", gold=(world.trees,), part=part)
    good = world.answer("十点。[1]", world.cite(1, "林晓", 1), question="几点？")
    last = last or world.answer("三千棵。[1]", world.cite(1, "河务站", 1))
    assistant = world.assistant({"几点？": good, "保留的这一问": last}, hits=(world.hit("林晓", 1),))
    return [first, second], run_questions([first, second], assistant, world.documents), assistant


def test_every_question_is_asked_once_after_a_warming_one(world):
    _, results, assistant = run_world(world)
    assert assistant.asked == ["几点？", "几点？", "保留的这一问"]
    assert [result.values["right"] for result in results] == [1.0, 1.0]
    assert [result.values["recall@1"] for result in results] == [1.0, 0.0]


def test_a_follow_up_is_searched_as_it_was_understood(world):
    question = world.question(question="他呢？", gold=(world.library,), history=(("user", "前"), ("assistant", "后")))
    answer = world.answer("十点。[1]", world.cite(1, "林晓", 1), understood="林晓怎么说？")
    assistant = world.assistant({"他呢？": answer})
    run_questions([question], assistant, world.documents)
    assert assistant.searched == ["林晓怎么说？"] * 2


def test_an_error_is_a_wrong_answer_and_told(world, tmp_path):
    questions, results, _ = run_world(world, last=RuntimeError("坏了"), part="development")
    assert re.fullmatch(r"RuntimeError: 坏了（eval/conftest\.py:\d+）", str(results[1].seen.error))
    assert results[1].values["right"] == 0.0
    report = assemble(make_set(tmp_path, questions), results, made={})
    assert report["tables"]["kind"]["all"]["error"]["value"] == 1 / 2
    assert report["tables"]["kind"]["all"]["latency_p95"]["value"] is None
    assert "RuntimeError: 坏了" in to_markdown(report_blocks(report))


def test_gold_outside_the_corpus_is_refused(world):
    question = world.question(gold=(world.library._replace(paragraph=3),))
    with pytest.raises(SetError, match="林晓 的第 3 段"):
        run_questions([question], world.assistant({}), world.documents)
    with pytest.raises(SetError, match="没有问题"):
        run_questions([], world.assistant({}), world.documents)


def test_thresholds(world):
    _, results, _ = run_world(world)

    def passed(group, measure, limit):
        return judge(results, {group: {measure: limit}})[0]["passed"]

    assert passed("fact", "right", 1) and passed("fact+who", "wrong_speaker", 0) and passed("all", "latency_p95", 9)
    assert not passed("fact", "recall@1", 0.95)
    assert not passed("who", "right", 0)  # no such question
    assert not passed("fact", "list_f1", 0)  # absent
    assert not passed("fact", "invented", 0)  # no such measure
    assert not passed("all", "latency_p95", 0)


def test_a_threshold_on_unscored_values_fails(world):
    refused = world.answer("没有找到。", refused=True, reason="topic_absent")
    _, results, _ = run_world(world, last=refused)
    assert not judge(results[1:], {"fact": {"non_literal": 0}})[0]["passed"]
    assert judge(results, {"fact": {"non_literal": 0}})[0]["passed"]


def test_kept_questions_are_not_shown(world, tmp_path):
    wrong = world.answer("林晓提到秘密。[1]", world.cite(1, "林晓", 1))
    questions, results, _ = run_world(world, last=wrong)
    report = assemble(make_set(tmp_path, questions, fact={"right": 1}), results, made={"model": "extractive"})
    for path in write_report(report, tmp_path / "hidden"):
        text = path.read_text(encoding="utf-8")
        assert "保留的这一问" not in text and "秘密" not in text
    assert "保留部分 1 题" in (tmp_path / "hidden" / "report.md").read_text(encoding="utf-8")
    shown = assemble(make_set(tmp_path, questions, fact={"right": 1}), results, made={}, show_kept=True)
    for path in write_report(shown, tmp_path / "shown"):
        assert "保留的这一问" in path.read_text(encoding="utf-8")


def test_the_report_has_no_outside_resource(world, tmp_path):
    attack = '林晓<script src="http://x.example/a.js"></script>![图](http://x.example/i.png)。[1]'
    questions, results, _ = run_world(world, last=world.answer(attack, world.cite(1, "林晓", 1)), part="development")
    report = assemble(make_set(tmp_path, questions), results, made={})
    markdown, page = to_markdown(report_blocks(report)), to_html(report_blocks(report), title="试")
    assert not re.search(r"<(script|link|img|iframe|a)\b|src=|href=|url\(|@import", page.replace("src=&quot;", ""))
    assert "&lt;script" in page and "\\<script" in markdown and "!\\[图\\](" in markdown
    assert json.loads((write_report(report, tmp_path)[0]).read_text(encoding="utf-8")) == json.loads(json.dumps(report))


def test_blocks():
    blocks = [Heading("题", 1), Text("a|b"), Table(("x", "y"), (("1|2", "三\n四"),), frozenset({0}))]
    assert to_markdown(blocks) == "# 题\n\na\\|b\n\n| x | y |\n| --- | --- |\n| 1\\|2 | 三 四 |\n"
    assert '<tr class="bad"><td>1|2</td><td>三\n四</td></tr>' in to_html(blocks, title="题")


def test_nothing_secret_is_described():
    settings = Settings(api_key="sk-canary", base_url="http://user:canary@127.0.0.1/v1")
    made = describe(settings, manifest={"settings": {"API_TOKEN": "canary"}, "parts": [settings]}, generation="g1")
    assert "canary" not in json.dumps(made)
    assert made["settings"]["base_url"] == "http://127.0.0.1/v1" and made["index"]["generation"] == "g1"
    assert plain({"monkey": 1, "tokenizer": "x"}) == {"monkey": 1, "tokenizer": "x"}


def reports(world, tmp_path, *lasts):
    made = []
    for last in lasts:
        questions, results, _ = run_world(world, last=last)
        made.append(assemble(make_set(tmp_path, questions), results, made={}))
    return made


def test_comparison_by_hand(world, tmp_path):
    wrong = world.answer("十点。[1]", world.cite(1, "林晓", 1))
    before, after = reports(world, tmp_path, None, wrong)
    result = compare(before, after)
    right = next(row for row in result["measures"] if row["measure"] == "right")
    assert (right["before"], right["after"], right["difference"], right["p"]) == (1.0, 0.5, -0.5, 1.0)
    assert result["changed"] == [{"id": "a2", "group": "fact", "before": 1.0, "after": 0.0}]
    assert result["passed"]  # one of two changed: not enough to call it worse
    assert not compare(before, {**after, "questions": after["questions"][:1]})["passed"]  # a question is missing
    with pytest.raises(SetError, match="指纹"):
        compare(before, {**after, "set": {**after["set"], "fingerprint": "beef"}})


def test_clearly_worse_fails(world, tmp_path):
    (report,) = reports(world, tmp_path, None)
    one = report["questions"][0]
    before = {**report, "questions": [{**one, "id": str(number)} for number in range(20)]}
    worse = {**one, "values": {**one["values"], "right": 0.0}}
    after = {**report, "questions": [{**(worse if number < 8 else one), "id": str(number)} for number in range(20)]}
    assert not compare(before, after)["passed"] and compare(after, before)["passed"]


def test_a_measure_that_is_gone_fails(world, tmp_path):
    (report,) = reports(world, tmp_path, None)
    gone = [{**one, "values": {k: v for k, v in one["values"].items() if k != "marked"}} for one in report["questions"]]
    result = compare(report, {**report, "questions": gone})
    assert result["missing"] == ["度量 marked"] and not result["passed"]


def test_compare_command(world, tmp_path, capsys):
    wrong = world.answer("十点。[1]", world.cite(1, "林晓", 1))
    for name, report in zip(("a", "b"), reports(world, tmp_path, None, wrong), strict=True):
        write_report(report, tmp_path / name)
    assert main(["compare", str(tmp_path / "a"), str(tmp_path / "b"), "--out", str(tmp_path / "c")]) == 0
    assert "变错" in capsys.readouterr().out
    assert json.loads((tmp_path / "c" / "comparison.json").read_text(encoding="utf-8"))["questions"] == 2
    assert main(["compare", str(tmp_path / "none"), str(tmp_path / "b")]) == 2
    assert "无从比较" in capsys.readouterr().err
    (tmp_path / "b" / "report.json").write_text("{", encoding="utf-8")
    assert main(["compare", str(tmp_path / "a"), str(tmp_path / "b")]) == 2


@pytest.mark.parametrize(
    "arguments", [["run", "nowhere", "--out", "x"], ["bench", "nowhere"], ["bench", "latency", "-o", "nothing"]]
)
def test_wrong_use_is_2_and_one_line(arguments, capsys):
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert error.startswith("出错：") and error.count("\n") == 1


def test_run_without_its_folder_is_2(tmp_path, capsys):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "set.json").write_text('{"title": "试", "documents": "documents"}', encoding="utf-8")
    line = {"id": "a", "question": "谁？", "kind": "smalltalk", "part": "kept"}
    (folder / "questions.jsonl").write_text(json.dumps(line), encoding="utf-8")
    assert main(["run", str(folder), "--out", str(tmp_path / "out")]) == 2
    assert "documents 不存在" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_answer_of_another_question_is_not_taken_for_right(world):
    """The measures look at the citation's place, not at the text alone."""
    questions, _, _ = run_world(world)
    swapped = replace(world.answer("三千棵。[1]", world.cite(1, "河务站", 1)), question="几点？")
    results = run_questions(questions[:1], world.assistant({"几点？": swapped}), world.documents)
    assert results[0].values["wrong_speaker"] == 1.0
