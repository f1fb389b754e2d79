"""Complete lists and counts: who mentions a topic, every speech of the index examined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from index.records import Place, Span
from rag.answering import Draft, Refusal, Task
from rag.data import language, pattern
from rag.drafts import Line, Statement
from rag.evidence import terms_of
from rag.extractive.wording import clause_around, quoted, where
from rag.membership import Membership, members
from rag.refusal import nearest, refuse
from rag.understanding.topics import Phrase
from rag.understanding.vocabulary import substance

_IN_OTHER_WORDS = "另有 {} 位没有这样写，细读相近的句子，读来是在谈此事的也计入，仍可能有遗漏"


def draft_list(task: Task, *, also: Mapping[str, Sequence[Span]] | None = None) -> Draft | Refusal:
    """Who mentions the topic, grouped by speaker, with the count and the rule by which it was counted; ``also``: who speaks of it in
    other words, and where.
    """
    either = takes_either(task.understood.folded) or _enumerated(task)
    meant, lacking = _apart(task)
    phrases = listed(meant, all_of_them=either)
    if either:
        phrases = distributed(phrases, task.understood.folded)
    phrases = phrases or in_marks(task)
    if not phrases:
        return refuse(task, "out_of_scope")
    found = _joined(task, phrases, either=either)
    if not found:
        terms = terms_of(task.understood.plan.terms, task.corpus, task.understood.topic.phrases)
        return refuse(
            task, "speaker_silent" if task.understood.plan.speakers else "topic_absent", found=nearest(task, terms)
        )
    by_term = [grouped(task, one.spans) for one in found]
    without = [members(task, phrase) for phrase in listed(lacking)]
    left_out = {speaker for one in without for speaker in grouped(task, one.spans)}
    wanted = set.union(*map(set, by_term)) if either else set.intersection(*map(set, by_term))
    groups = {
        speaker: spans if either else _together([one.get(speaker, []) for one in by_term], found)
        for speaker, spans in grouped(task, [span for one in found for span in one.spans]).items()
        if speaker in wanted and speaker not in left_out and speaker not in task.understood.plan.excluded
    }
    if not groups:
        return refuse(task, "topic_absent", together=len(found) > 1 and not either)
    rule = ""
    if also:
        rule = f"{rule_told(found, either=either, without=without)}；{_IN_OTHER_WORDS.format(len(also))}"
        groups |= {speaker: [*spans] for speaker, spans in also.items()}
        groups = dict(sorted(groups.items(), key=lambda one: one[1][0]))
    return Draft(lines=list_lines(task, groups, found, either=either, without=without, rule=rule))


def takes_either(folded: str) -> bool:
    """Whether of several terms one suffices."""
    return pattern(language("questions")["either_term"]).search(folded) is not None


def _enumerated(task: Task) -> bool:
    """Whether the topic is a row of things side by side (水井、水塔), of which one suffices, and nothing says that all must be told of."""
    folded, phrases = task.understood.folded, task.understood.topic.phrases
    if (
        task.understood.plan.kind == "who"
        or len(phrases) < 2
        or pattern(language("questions")["all_terms"]).search(folded)
    ):
        return False
    return all(
        folded[one.end : other.start] == "、" and not (one.quoted or other.quoted) for one, other in pairwise(phrases)
    )


def _apart(task: Task) -> tuple[list[Phrase], list[Phrase]]:
    """The phrases of what is mentioned and of what is not (提到甲但没有提到乙)."""
    denied = pattern(language("questions")["unmentioned"]).search(task.understood.folded)
    phrases = task.understood.topic.phrases
    if denied is None:
        return list(phrases), []
    lacking = [one for one in phrases if denied.start() <= one.start]
    return [one for one in phrases if one not in lacking], lacking


def _together(by_term: Sequence[Sequence[Span]], found: Sequence[Membership]) -> list[Span]:
    """Where one speaker says all of several terms: of the term that is said least, the spans in paragraphs that hold all of
    them; all its spans where no paragraph does.
    """
    rarest = min(range(len(found)), key=lambda number: len(found[number].spans))
    all_of_them = set.intersection(*({span.place for span in spans} for spans in by_term))
    return [span for span in by_term[rarest] if span.place in all_of_them] or list(by_term[rarest])


def listed(phrases: Sequence[Phrase], *, all_of_them: bool = False) -> list[Phrase]:
    """The phrases that decide: the quoted ones if there are any, else those with a word of substance, else the only one."""
    quoted_ones = [phrase for phrase in phrases if phrase.quoted]
    if all_of_them:
        quoted_ones = []
    substantial = [
        phrase
        for phrase in phrases
        if phrase.quoted or (len(phrase.text) > 1 and any(substance(word) >= 0.4 for word in phrase.words))
    ]
    weak = {*language("questions")["weak_words"]}
    specific = [phrase for phrase in substantial if not weak.issuperset(phrase.words)]  # 露天喷涂的问题
    return (
        quoted_ones
        or specific
        or substantial
        or [phrase for phrase in phrases if len(phrases) == 1 and len(phrase.text) > 1]
    )


def in_marks(task: Task) -> list[Phrase]:
    """The only phrase of the topic where it is a single character between quotation marks (哪些人用了“链”字)."""
    phrases, folded = task.understood.topic.phrases, task.understood.folded
    only = phrases[0] if len(phrases) == 1 else None
    marked = only is not None and only.start > 0 and folded[only.start - 1] in '“「『"' and len(only.text) == 1
    return [replace(only, quoted=True)] if only is not None and marked else []


def distributed(phrases: Sequence[Phrase], folded: str) -> list[Phrase]:
    """概念验证中心或平台: a lone noun behind 或 shares what stands before the first noun."""
    found = list(phrases)
    for number, (first, second) in enumerate(pairwise(phrases), 1):
        between = folded[first.end : second.start]
        if (
            len(first.words) > 1
            and len(second.words) == 1
            and not second.quoted
            and pattern(language("questions")["either_term"]).fullmatch(between)
        ):
            words = (*first.words[:-1], *second.words)
            found[number] = replace(second, text="".join(words), words=words)
    return found


def _joined(task: Task, phrases: Sequence[Phrase], *, either: bool) -> list[Membership]:
    """The memberships of the phrases that are found at all; a whole run of the question first, if it stands so."""
    found = [members(task, phrase) for phrase in phrases]
    if len(found) > 1 and either:
        return [one for one in found if one.spans]
    said = [one for one, phrase in zip(found, phrases, strict=True) if one.spans or not only_verbs(phrase)]
    return said if said and all(one.spans for one in said) else []


def only_verbs(phrase: Phrase) -> bool:
    """Whether a phrase is only how the question asks (引用, 找全): no word of it names a thing."""
    return not phrase.quoted and all(substance(word) < 0.5 for word in phrase.words)


def grouped(task: Task, spans: Sequence[Span]) -> dict[str | None, list[Span]]:
    """Spans by speaker, speakers in source order; an unknown speaker stands for himself alone (key None)."""
    groups: dict[str | None, list[Span]] = defaultdict(list)
    for span in sorted(set(spans)):
        groups[task.corpus.speech(span.place).speaker].append(span)
    return dict(groups)


def list_lines(
    task: Task,
    groups: dict[str | None, list[Span]],
    found: Sequence[Membership],
    *,
    either: bool = False,
    without: Sequence[Membership] = (),
    rule: str = "",
) -> list[Line]:
    """The count, the rule, and one quote a speaker; ``either``: of several terms one suffices; ``without``: what nobody of
    them mentions; ``rule``: by what else than the terms they were found.
    """
    corpus = task.corpus
    items: list[tuple[str, Span, int]] = []
    for speaker, spans in groups.items():
        first = spans[0]
        places: dict[Place, Span] = {}
        for span in spans:
            places.setdefault(span.place, span)
        role = corpus.speech(first.place).role
        name = f"**{speaker}**" + (f"（{role}）" if role else "") if speaker else "**发言人不明**"
        items.append((f"{name}在{where(corpus, first.place)}", clause_around(corpus, first), len(places)))
    total = sum(number for *_, number in items)
    term = "、".join(f"“{one.term}”" for one in found)
    unless = f"而没有谈到{'、'.join(f'“{one.term}”' for one in without)}" if without else ""
    head = Statement(
        f"共 {len(items)} 位谈到{term}{unless}，{total} 条（计入规则：{rule or rule_told(found, either=either, without=without)}）。",
        tuple(span for _, span, _ in items),
    )
    lines = [Line((head,)), Line(("",))]
    for number, (lead, span, _) in enumerate(items, start=1):
        lines.append(Line((Statement(f"{lead}：{quoted(corpus, span)}", (span,)),), f"{number}. "))
    return lines


def rule_told(found: Sequence[Membership], *, either: bool = False, without: Sequence[Membership] = ()) -> str:
    """The rule of membership: the terms themselves, of several all or ``either``, ``without`` which others, which other
    forms were counted.
    """
    variants = list(dict.fromkeys(variant for one in found for variant in one.variants))
    terms = "、".join(f"“{one.term}”" for one in found)
    where_found = (
        f"段落中出现{terms}" if len(found) == 1 or either else f"同一人的段落中都出现{terms}，按最少见的一个计条"
    )
    if without:
        where_found += f"，其全部段落中都没有{'、'.join(f'“{one.term}”' for one in without)}"
    rule = f"{where_found}，繁简、全半角和引号不论"
    if variants:
        shown = "、".join(f"“{variant}”" for variant in variants[:6])
        rule += f"，或同一分句内的其他写法，如{shown}" + ("等" if len(variants) > 6 else "")
    return f"{rule}；已检查全部发言"
