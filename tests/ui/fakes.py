"""A made-up corpus and a fake assistant over it, for what the page does with answers of every form."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

from index.corpus import Corpus
from index.records import Document, Hit, Place, Span, Speech
from rag.drafts import Line, Statement, cite, composing, say
from rag.records import EXTRACTIVE, Answer, Plan, Suggestion

HOSTILE = (
    '开头<script>alert("x")</script><img src="http://evil.example/a.png" onerror="alert(1)">'
    "![图](http://evil.example/b.png)[点我](http://evil.example/c)[甲](javascript:alert(2))"
    "<style>@import url(http://evil.example/d.css)</style>\u202e倒写\u202c\u200b零宽 {{constructor}} ${alert(3)} "
    "http://evil.example/e **粗** `code` <a href='http://evil.example/f'>g</a> &lt;b&gt; [1]结尾。"
)


def corpus() -> Corpus:
    """Two documents: one speaker speaks in both, one paragraph is hostile, one sentence stands twice in a paragraph."""
    first = Document(
        source="会议/第一次.txt",
        title="春季座谈",
        newspaper="样报",
        date="2031-03-05",
        page=4,
        speeches=(
            Speech("林未央", "青石县县长", "让小水电重新转起来", "林未央 青石县县长", (
                "山区的小水电站年久失修。建议设立改造资金。建议设立改造资金。",
                "改造以后，每年可多发电三千万度，够两万户使用。建议由县里统一调度。",
            )),
            Speech("贺兰舟", "海州船厂总工程师", "给老渔船换上电动机", "贺兰舟 海州船厂总工程师", (
                "近海渔船大多超过十五年。建议对更换电动机的渔船补贴三成费用。",
                "港口要先建充电桩，再谈换船。建议三年内建成二百个充电桩。",
            )),
            Speech("海州港务集团", "", "充电桩要有统一标准", "海州港务集团", (
                "各码头的充电桩接口不一，船开到别处就充不上。建议先定接口标准，再建充电桩。",
            )),
        ),
        notes=("摘编，非原文",),
    )  # fmt: skip
    second = Document(
        source="会议/第二次.txt",
        title="秋季座谈",
        newspaper=None,
        date=None,
        page=None,
        speeches=(
            Speech(
                "林未央",
                "青石县县委书记",
                "小水电的第二年",
                "林未央 青石县县委书记",
                ("改造资金已到位一半，还要加快。",),
            ),
            Speech(None, "", "来信一则", "", ("路灯太暗，盼早日修好。", HOSTILE)),
        ),
    )
    return Corpus.of([first, second])


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in ("小水电", "充电桩", "电动机", "改造", "港口") if word in text)


@dataclass
class FakeAssistant:
    """Implements what the page uses of an assistant; what a question holds decides what comes back."""

    held: Corpus = field(default_factory=corpus)
    release: threading.Event = field(default_factory=threading.Event)
    closed: threading.Event = field(default_factory=threading.Event)
    asked: list[dict[str, Any]] = field(default_factory=list)

    @property
    def answered_by(self) -> str:
        return EXTRACTIVE

    def models(self) -> tuple[str, ...]:
        return ()

    def choose(self, model: str | None) -> FakeAssistant:
        return self

    @property
    def index(self) -> Any:
        return SimpleNamespace(corpus=self.held, words=_words, generation=str(id(self.held)))

    def stream(
        self, question: str, *, history: Any = (), speaker: str | None = None, document: str | None = None
    ) -> Iterator[Answer]:
        self.asked.append({"question": question, "history": list(history), "speaker": speaker, "document": document})
        if "出错" in question:
            raise RuntimeError("cannot reach https://user:sk-canary@host/v1")
        empty = Answer(
            question=question, understood=question, plan=Plan("fact", terms=_words(question)), kind="fact", text=""
        )
        if "火星" in question:
            near = cite(self.held, self.held.find("充电桩")[0])
            yield replace(
                empty,
                text="资料里没有谈到火星。",
                refused=True,
                reason="topic_absent",
                suggestions=(Suggestion("贺兰舟怎样谈充电桩？", near),),
            )
            return
        lines = self._lines(question)
        state = empty
        for number, (text, citations) in enumerate(composing(lines, self.held)):
            state = replace(empty, text=text, citations=citations)
            yield state
            if "慢" in question and number == 1:
                try:
                    self.release.wait(20)
                except GeneratorExit:
                    break
                finally:
                    self.closed.set()
        place = self.held.find("充电桩")[0].place
        yield replace(
            state,
            understood="关于充电桩，" + question if "他" in question else question,
            related=(cite(self.held, self.held.find("统一调度")[0]),),
            passages=(self._hit(place),),
            timings={"retrieval": 0.012, "answering": 0.003},
            warnings=("第二处引文与问题只部分相符。",) if "提醒" in question else (),
        )

    def _lines(self, question: str) -> list[Line]:
        if "敌意" in question:
            place = self.held.find("开头")[0].place
            return [say(f"原文写道：“{HOSTILE}”。", Span(place, 0, len(HOSTILE)))]
        if "比较" in question:
            return [
                Line(("| 方面 | 林未央 | 贺兰舟 |\n| --- | --- | --- |",)),
                Line(("| 做法 | ", self._quote("设立改造资金", 1), " | ", self._quote("先建充电桩", 0), " |")),
                Line(("| 比例 | 没有谈到 | ", self._quote("补贴三成费用", 0), " |")),
            ]
        if "小水电" in question:
            # The second of two equal sentences: only offsets can tell them apart.
            return [
                Line(("林未央在《让小水电重新转起来》中提出：",)),
                Line((self._quote("建议设立改造资金。", 1),), "- "),
                Line((self._quote("建议由县里统一调度。", 0),), "- "),
            ]
        return [
            Line((Statement("**贺兰舟**和海州港务集团谈到充电桩（共 2 位）：", (self.held.find("充电桩")[0],)),)),
            Line((self._quote("建议三年内建成二百个充电桩。", 0),), "- "),
            Line((self._quote("建议先定接口标准，再建充电桩。", 0),), "- "),
        ]

    def _quote(self, text: str, occurrence: int) -> Statement:
        return Statement(f"“{text}”", (self.held.find(text)[occurrence],))

    def _hit(self, place: Place) -> Hit:
        document, speech = self.held.document(place), self.held.speech(place)
        text = speech.text(place.paragraph)
        return Hit(
            place=place, start=0, end=len(text), score=0.0325, source=document.source, newspaper=document.newspaper,
            date=document.date, page=document.page, speaker=speech.speaker, role=speech.role, title=speech.title,
            paragraph=place.paragraph, text=text, ranks=(("words", 1), ("vectors", 3)),
        )  # fmt: skip
