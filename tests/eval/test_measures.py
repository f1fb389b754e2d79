"""The arithmetic, derived by hand, and a table of broken answers, each caught by exactly the measures meant."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from eval.answers import stated_counts
from eval.measures import BY_NAME, MEASURES, f1, in_group, ranking_values
from eval.running import measure

RANKING = {"recall@1", "recall@5", "recall@10", "mrr"}


def values(seen):
    return measure(seen).values


def wrong(seen):
    """The measures (ranking and time apart) that did not give their best value."""
    best = {one.name: 1.0 if one.better == "higher" else 0.0 for one in MEASURES if one.is_share}
    found = values(seen)
    scored = {name for name in found if name in best and name not in RANKING and found[name] is not None}
    return {name for name in scored if found[name] != best[name]}


def good_fact(world):
    question = world.question("fact", gold=(world.library,), facts=("晚上十点",))
    quote = "建议把图书馆开放时间延长到晚上十点。"
    answer = world.answer(f"林晓在第 1 段说：“{quote}”[1]", world.cite(1, "林晓", 1, quote))
    return question, answer


def test_ranking_by_hand(world):
    question = world.question(gold=(world.bus, world.trees))
    hits = [world.hit("林晓", 1), world.hit("林晓", 2), world.hit("河务站", 1)]
    found = ranking_values(world.seen(question, world.answer(""), hits=hits))
    # Gold at ranks 2 and 3: none of 2 at depth 1, both at depth 5, and the first of them at rank 2.
    assert found == {"recall@1": 0 / 2, "recall@5": 2 / 2, "recall@10": 2 / 2, "mrr": 1 / 2}


def test_ranking_keeps_the_order_given_and_counts_a_paragraph_once(world):
    question = world.question(gold=(world.bus,))
    hits = [world.hit("河务站", 1), world.hit("河务站", 1), world.hit("林晓", 2)]
    assert all(hit.score == 1.0 for hit in hits)
    assert ranking_values(world.seen(question, world.answer(""), hits=hits))["mrr"] == 1 / 2


def test_nothing_found_is_zero_and_speaker_lines_are_not_ranked(world):
    question = world.question(gold=(world.bus,))
    assert ranking_values(world.seen(question, world.answer("")))["recall@10"] == 0.0
    line = world.question(gold=(replace_paragraph(world.bus, 0),))
    assert not RANKING & set(values(world.seen(line, world.answer(""))))


def replace_paragraph(gold, paragraph):
    return gold._replace(paragraph=paragraph)


def test_f1_by_hand():
    assert f1({"甲", "乙", "丙"}, {"甲", "乙", "丁"}) == 2 * 2 / (3 + 3)
    assert f1(set(), {"甲"}) == 0.0


def test_citation_precision_and_recall_by_hand(world):
    question = world.question("summary", gold=(world.library, world.bus))
    text = "甲。[1]乙。[2]丙。[3]"
    answer = world.answer(text, world.cite(1, "林晓", 1), world.cite(2, "河务站", 1), world.cite(3, "林晓", 0))
    found = values(world.seen(question, answer))
    # Cited: library (gold), trees (not), the speaker line of a gold speaker (says who it is: left out).
    assert found["citation_precision"] == 1 / 2
    assert found["citation_recall"] == 1 / 2


def test_fact_coverage_folds_width_and_space(world):
    question = world.question("fact", gold=(world.bus,), facts=("12条", "延後一小時", "免费"))
    answer = world.answer("夜间公交 １２ 条，首末班车延后一小时。[1]", world.cite(1, "林晓", 2))
    assert values(world.seen(question, answer))["fact_coverage"] == 2 / 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("共 3 位、5 条", [(3, "位")]),
        ("共三位，共 5 条", [(3, "位"), (5, "条")]),
        ("共有十二人", [(12, "人")]),
        ("共一百零三条", [(103, "条")]),
        ("公共 3 条路线没有共识", []),
        ("三位", []),
    ],
)
def test_stated_counts(text, expected):
    assert stated_counts(text) == expected


def test_a_right_answer_is_right_by_every_measure(world):
    question, answer = good_fact(world)
    seen = world.seen(question, answer, hits=[world.hit("林晓", 1)])
    assert wrong(seen) == set()
    assert {values(seen)[name] for name in RANKING} == {1.0}
    assert not measure(seen).broken


def test_every_broken_fact_is_caught_by_the_measures_meant(world):
    question, good = good_fact(world)
    one = good.citations[0]
    cases = {
        "wrong speaker": (
            world.answer("河务站说：“建议在河岸补种三千棵柳树。”晚上十点[1]", world.cite(1, "河务站", 1)),
            {"right", "right_paragraph", "right_speaker", "wrong_speaker", "foreign_speaker", "citation_precision",
             "citation_recall"},
        ),
        "right person, other paragraph": (
            world.answer("晚上十点。[1]", world.cite(1, "林晓", 2)),
            {"right", "right_paragraph", "citation_precision", "citation_recall"},
        ),
        "a stranger cited besides": (
            replace(good, text=good.text + "\n- 河岸。[2]", citations=(one, world.cite(2, "河务站", 1))),
            {"foreign_speaker", "citation_precision"},
        ),
        "quote shifted by one": (replace(good, citations=(replace(one, start=1, end=one.end + 1),)), {"non_literal"}),
        "quote altered": (replace(good, citations=(replace(one, quote=one.quote[:-1] + "！"),)), {"non_literal"}),
        "quote beyond the end": (replace(good, citations=(replace(one, end=10_000),)), {"non_literal"}),
        "paragraph that is not there": (
            replace(good, citations=(replace(one, paragraph=9),)),
            {"non_literal", "right", "right_paragraph", "citation_precision", "citation_recall"},
        ),
        "other role": (replace(good, citations=(replace(one, role="局长"),)), {"non_literal"}),
        "fact missing": (
            world.answer("“闭馆太早”[1]", world.cite(1, "林晓", 1, "闭馆太早")), {"right", "fact_coverage"},
        ),
        "sentence without a mark": (replace(good, text=good.text + "\n图书馆还要免费供餐。"), {"marked"}),
        "mark without a citation": (replace(good, text=good.text + "\n还有。[2]"), {"marked"}),
        "citation without a mark": (replace(good, citations=(one, replace(one, marker=2))), {"marked"}),
        "marks out of order": (
            replace(good, text="晚上十点。[2]还有。[1]", citations=(one, replace(one, marker=2))), {"marked"},
        ),
        "paraphrase in quotation marks": (replace(good, text="林晓说：“图书馆应该开到晚上十点”[1]"), {"marked"}),
        "refused": (
            world.answer("没有找到。", refused=True, reason="topic_absent"),
            {"right", "right_paragraph", "right_speaker", "citation_recall", "fact_coverage", "false_refusal"},
        ),
        "reason without refusal": (replace(good, reason="topic_absent"), {"refusal_form"}),
        "kind not recognised": (replace(good, kind="who"), {"kind"}),
    }  # fmt: skip
    caught = {name: wrong(world.seen(question, answer)) for name, (answer, _) in cases.items()}
    assert caught == {name: meant for name, (_, meant) in cases.items()}


def test_unscored_is_neither_wrong_nor_absent(world):
    question, _ = good_fact(world)
    found = values(world.seen(question, world.answer("没有找到。", refused=True, reason="topic_absent")))
    assert found["non_literal"] is None and found["citation_precision"] is None  # unscored
    assert "list_f1" not in found  # absent


def test_a_failed_question_is_wrong_in_every_measure(world):
    question, _ = good_fact(world)
    failed = replace(world.seen(question, None), error="ValueError: …")
    found = values(failed)
    assert found == {name: BY_NAME[name].worst for name in found}
    assert found["latency_p50"] == math.inf
    searching = world.answer("检索失败。", refused=True, reason="search_failed")
    assert set(values(world.seen(question, searching))) == set(found)
    assert values(world.seen(question, searching)) == found


def listed(world, **more):
    text = "共 2 位：\n- 林晓：“增开夜间公交 12 条”[1]\n- 河务站：“建议在河岸补种三千棵柳树。”[2]"
    return world.answer(text, world.cite(1, "林晓", 2), world.cite(2, "河务站", 1), kind="list", **more)


def test_lists(world):
    question = world.question("list", speakers=("林晓", "河务站"))
    good = listed(world)
    assert wrong(world.seen(question, good)) == set()
    short = world.answer("共 1 位：\n- 林晓。[1]", world.cite(1, "林晓", 2), kind="list")
    assert wrong(world.seen(question, short)) == {"right", "list_exact", "list_f1"}
    assert values(world.seen(question, short))["list_f1"] == 2 * 1 / (1 + 2)
    assert wrong(world.seen(question, replace(good, text=good.text.replace("共 2 位：\n", "")))) == {"count_stated"}
    assert wrong(world.seen(question, replace(good, text=good.text.replace("共 2 位", "共 3 位")))) == {"count_stated"}
    extra = world.question("list", speakers=("林晓",))
    assert wrong(world.seen(extra, good)) == {"right", "list_exact", "list_f1"}


def test_counts_need_the_number(world):
    question = world.question("count", speakers=("林晓", "河务站"))
    assert values(world.seen(question, listed(world)))["right"] == 1.0
    without = replace(listed(world), text=listed(world).text.replace("共 2 位", "有这些"))
    assert values(world.seen(question, without))["right"] == 0.0
    items = world.question("count", speakers=("林晓", "河务站"), facts=("2 条",))
    assert values(world.seen(items, listed(world)))["right"] == 1.0  # of 夜间公交 12 条
    assert values(world.seen(replace(items, facts=("7 条",)), listed(world)))["right"] == 0.0


def test_summaries_need_all_and_only(world):
    question = world.question("summary", gold=(world.library, world.bus))
    whole = world.answer("甲。[1]乙。[2]", world.cite(1, "林晓", 1), world.cite(2, "林晓", 2), kind="summary")
    assert wrong(world.seen(question, whole)) == set()
    half = world.answer("甲。[1]", world.cite(1, "林晓", 1), kind="summary")
    assert wrong(world.seen(question, half)) == {"right", "citation_recall"}
    more = replace(whole, text=whole.text + "丙。[3]", citations=(*whole.citations, world.cite(3, "河务站", 1)))
    assert wrong(world.seen(question, more)) == {"right", "citation_precision"}


def test_comparisons_need_every_speaker(world):
    question = world.question("compare", gold=(world.library, world.bus, world.trees))
    table = "| 方面 | 林晓 | 河务站 |\n| --- | --- | --- |\n| 做法 | “闭馆太早”[1] | “三千棵柳树”[2] |"
    cited = (world.cite(1, "林晓", 1, "闭馆太早"), world.cite(2, "河务站", 1, "三千棵柳树"))
    both = world.answer(table, *cited, kind="compare")
    assert wrong(world.seen(question, both)) == {"citation_recall"}  # right without every paragraph
    alone = world.answer("甲。[1]", cited[0], kind="compare")
    assert wrong(world.seen(question, alone)) == {"right", "citation_recall"}


def test_similar_verify_and_smalltalk(world):
    similar = world.question("similar", gold=(world.trees, world.bus))
    assert values(world.seen(similar, world.answer("柳树。[1]", world.cite(1, "河务站", 1))))["right"] == 1.0
    assert values(world.seen(similar, world.answer("开馆。[1]", world.cite(1, "林晓", 1))))["right"] == 0.0
    verify = world.question("verify", gold=(world.trees,))
    assert values(world.seen(verify, world.answer("柳树。[1]", world.cite(1, "河务站", 1))))["right"] == 1.0
    assert values(world.seen(verify, world.answer("开馆。[1]", world.cite(1, "林晓", 1))))["wrong_speaker"] == 1.0
    nobody = world.question("verify")
    assert values(world.seen(nobody, world.answer("语料中没有这句话。", kind="verify")))["right"] == 1.0
    assert values(world.seen(nobody, world.answer("开馆。[1]", world.cite(1, "林晓", 1))))["right"] == 0.0
    greeting = world.question("smalltalk")
    assert wrong(world.seen(greeting, world.answer("您好，可以问我谁建议了什么。", kind="smalltalk"))) == set()
    assert "right" in wrong(world.seen(greeting, world.answer("开馆。[1]", world.cite(1, "林晓", 1))))


def test_unanswerable(world):
    question = world.question("fact", reason="topic_absent")
    good = world.answer("语料中没有提到“问？”。", refused=True, reason="topic_absent")
    assert wrong(world.seen(question, good)) == set()
    assert wrong(world.seen(question, replace(good, reason="detail_absent"))) == {"reason"}
    assert wrong(world.seen(question, replace(good, reason="other"))) == {"reason", "refusal_form"}
    assert wrong(world.seen(question, replace(good, text=good.text + "再说一句。"))) == {"refusal_form"}
    cited = replace(good, text="没有提到。[1]", citations=(world.cite(1, "林晓", 1),))
    assert wrong(world.seen(question, cited)) == {"refusal_form"}
    answered = world.answer("开馆。[1]", world.cite(1, "林晓", 1))
    assert wrong(world.seen(question, answered)) == {"right", "refused", "reason"}


def test_every_measure_was_seen_wrong_and_applies_somewhere(world):
    """No measure without a way to fail: the tests above hold each of these in a ``wrong`` set or by hand."""
    by_hand = {*RANKING, "error", "latency_p50", "latency_p95"}
    source = Path(__file__).read_text(encoding="utf-8")
    for one in MEASURES:
        assert one.name in by_hand or f'"{one.name}"' in source


def test_groups(world):
    follow = world.question("who", history=(("user", "甲"), ("assistant", "乙")))
    refuse = world.question("fact", reason="out_of_scope")
    assert [in_group(follow, group) for group in ("who", "follow_up", "all", "fact", "fact+who")] == [1, 1, 1, 0, 1]
    assert in_group(refuse, "unanswerable") and not in_group(refuse, "fact")


def test_thresholds_need_a_value():
    assert BY_NAME["right"].meets(0.95, 0.95) and not BY_NAME["right"].meets(0.94, 0.95)
    assert BY_NAME["wrong_speaker"].meets(0.0, 0) and not BY_NAME["wrong_speaker"].meets(0.01, 0)
    assert not BY_NAME["right"].meets(None, 0.0) and not BY_NAME["latency_p50"].meets(math.inf, math.inf)
