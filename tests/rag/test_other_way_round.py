"""Things told the other way round than in the source contradict it; told the same way, in whatever order of words, they do not."""

from __future__ import annotations

import pytest

from index.folding import fold
from index.records import Place, Span
from rag.premises.turned_round import turned_round

SPAN = Span(Place(0, 0, 1), 0, 1)
TURNED = (
    ("财政要给银行让渡两成利润,银行拿去做什么", "合作银行向财政让渡两成利润,用于风险补偿。"),
    ("“政府出题、企业立项”的办法谁来验收", "实行“企业出题、政府立项”的办法,由专家验收。"),
    ("前高后低的利率适合谁", "推广前低后高的利率,陪伴企业成长。"),
    ("先从河头修起,最后才修到河尾,是怎么考虑的", "河堤分三年修,先河尾后河头,不耽误春灌。"),
    ("男工比女工多,多出几成", "返乡的以三十岁上下为主,女工高于男工,大多在纺织厂。"),
    ("六十个项目全都做了体检,还担心什么", "去年抽查的六十个项目中,只有十九个做了体检。"),
    ("村里要多少占地补偿", "修这条路,占地我们村不要一分补偿。"),
    ("从出厂到上架不能超过四十分钟,车要跑多快", "从出厂到上架不得超过四小时,冷链车不够。"),
    ("单次事故最高能赔六百万,钱从哪来", "每年拿出六百万元统一投保,单次事故最高赔付八十万元。"),
)
TOLD = (
    ("银行要向财政让渡两成利润,用来做什么", "合作银行向财政让渡两成利润,用于风险补偿。"),
    ("“企业出题、政府立项”的办法谁来验收", "实行“企业出题、政府立项”的办法,由专家验收。"),
    ("前低后高的利率适合谁", "推广前低后高的利率,陪伴企业成长。"),
    ("先从河尾修起,最后才修到河头,是怎么考虑的", "河堤分三年修,先河尾后河头,不耽误春灌。"),
    ("女工比男工多,多出几成", "返乡的以三十岁上下为主,女工高于男工,大多在纺织厂。"),
    ("六十个项目里做了体检的有几个", "去年抽查的六十个项目中,只有十九个做了体检。"),
    ("占地要多少补偿", "修这条路,占地每亩要补偿六千元。"),
    ("从出厂到上架不能超过四小时,车要跑多快", "从出厂到上架不得超过四小时,冷链车不够。"),
    ("单次事故最高能赔八十万,钱从哪来", "每年拿出六百万元统一投保,单次事故最高赔付八十万元。"),
)


@pytest.mark.parametrize(("question", "text"), TURNED)
def test_the_other_way_round_contradicts(question: str, text: str) -> None:
    found = turned_round(fold(question), [fold(text)], [SPAN])
    assert found is not None and found.said in fold(question) and found.source in fold(text)


@pytest.mark.parametrize(("question", "text"), TOLD)
def test_the_same_way_does_not(question: str, text: str) -> None:
    assert turned_round(fold(question), [fold(text)], [SPAN]) is None
