"""The extractive answerer: each kind of question to the module that answers it."""

from __future__ import annotations

from dataclasses import replace

from index.folding import fold
from rag.answering import Draft, Refusal, Task
from rag.data import language, pattern
from rag.evidence import terms_of
from rag.extractive.ambiguity import by_the_surer
from rag.extractive.comparisons import compared, draft_comparison
from rag.extractive.contradicting import draft_contradicting, of_him_alone
from rag.extractive.enumerating import draft_enumeration, draft_who
from rag.extractive.facts import draft_fact
from rag.extractive.held_since import told_since
from rag.extractive.items import draft_item
from rag.extractive.metadata import draft_holders, draft_identity, draft_metadata, with_identity
from rag.extractive.objections import contradicted, draft_false_figure
from rag.extractive.opposition import draft_opposition, opposes
from rag.extractive.quotations import introduced_once
from rag.extractive.sided import asked_side, draft_everybody, draft_side, of_everybody, of_two_sides
from rag.extractive.silence import draft_silence
from rag.extractive.similarity import draft_similar
from rag.extractive.smalltalk import draft_smalltalk
from rag.extractive.summaries import asked_speeches, asks_opinion, draft_summary, draft_topical_summary
from rag.extractive.surroundings import with_surroundings
from rag.extractive.troubles import draft_troubles
from rag.extractive.wording import named_line
from rag.matching import coverage
from rag.premises import Contradiction, office_denied
from rag.records import EXTRACTIVE
from rag.refusal import nearest, refuse
from rag.relevance import WHOLE
from rag.scope import out_of_scope

TITLED = 0.4
"""Coverage by a speech's title from which a topic counts as that of the whole speech."""


class ExtractiveAnswerer:
    """Chooses and quotes sentences; deterministic, offline."""

    name = EXTRACTIVE

    def draft(self, task: Task) -> Draft | Refusal:
        """The draft for the task's kind of question, or the reason why there is none."""
        found = self._draft(task)
        if isinstance(found, Draft):
            found = by_the_surer(task, found)
            found = with_surroundings(task, replace(found, lines=introduced_once(task, [*found.lines])))
            return told_since(task, with_identity(task, found))
        only_checks = (
            pattern(language("questions")["checks"]).search(task.understood.folded) is not None
            and pattern(language("premises")["asks_more"]).search(task.understood.folded) is None
        )
        if isinstance(found, Refusal) and only_checks:
            from rag.extractive.checking import draft_check

            return draft_check(task, found) or found
        return found

    def _draft(self, task: Task) -> Draft | Refusal:
        plan = task.understood.plan
        if plan.kind == "smalltalk":
            return draft_smalltalk(task)
        holders = draft_holders(task)
        if isinstance(holders, Refusal):
            return holders
        if holders is not None:
            return replace(holders, kind="count" if plan.kind == "count" else "list")
        if out_of_scope(task):
            return refuse(task, "out_of_scope")
        denied = office_denied(task.understood.folded, task.understood.mentions, task.lexicon)
        if denied is not None:
            return _not_in_office(task, *denied)
        if task.understood.asks_who_it_is and (told := draft_identity(task)) is not None:
            return told
        if plan.kind == "verify":
            from rag.extractive.checking import draft_of_another, draft_verdict

            verdict = draft_verdict(task)
            if isinstance(verdict, Refusal) and verdict.reason == "topic_absent" and plan.speakers:
                if not pattern('[“”「」『』"]').search(task.understood.question):
                    return draft_fact(task)  # not literally; what the speaker says of it denies or states it
                return draft_of_another(task, claimed=True) or contradicted(task) or verdict
            return verdict
        if plan.unknown and (not plan.speakers or plan.kind == "compare" or _misnamed(task)):
            return refuse(
                task,
                "speaker_unknown",
                found=nearest(task, terms_of(plan.terms, task.corpus, task.understood.topic.phrases)),
            )
        if plan.kind in ("fact", "who") and plan.speakers:
            from rag.extractive.checking import draft_of_another

            whether = pattern(language("questions")["whether_so"]).search(task.understood.folded)
            another = draft_of_another(task, claimed=whether is not None)
            if another is not None:
                return another
        if of_him_alone(task):
            return draft_contradicting(task)
        silent = draft_troubles(task) or draft_silence(task)
        if silent is not None:
            return silent
        if opposes(task.understood):
            return draft_opposition(task)
        metadata = draft_metadata(task)
        if metadata is not None:
            return metadata
        if plan.kind == "compare" and (not plan.terms or compared(task)):
            return draft_comparison(task)
        if of_two_sides(task):
            return draft_comparison(task)
        if of_everybody(task) and (everybody := draft_everybody(task)) is not None:
            return everybody
        side = asked_side(task)
        if side:
            return draft_side(task, side, self._of_kind, draft_fact)
        return self._of_kind(task)

    def _of_kind(self, task: Task) -> Draft | Refusal:
        """The answer to a question of the plan's kind, which nothing else decides."""
        plan = task.understood.plan
        if plan.kind == "similar":
            return draft_similar(task)
        if plan.kind == "summary" and (false := draft_false_figure(task)) is not None:
            return false
        if plan.kind == "summary" and (not plan.terms or plan.point or plan.paragraph or titled(task)):
            return draft_summary(task)
        if plan.kind == "summary" and plan.speakers:
            points = draft_topical_summary(task)
            if points is not None:
                return points
        if plan.kind == "count" and plan.speakers and not plan.terms:
            return draft_summary(task)
        if plan.kind in ("list", "count"):
            return draft_enumeration(task)
        if plan.kind == "fact" and plan.speakers and (plan.point or plan.paragraph):
            return draft_item(task)
        return draft_who(task) if plan.kind == "who" else draft_fact(task)


def _misnamed(task: Task) -> bool:
    """Whether the name of nobody here stands right behind the office that alone tells whom the question asks (交大副校长某某)."""
    folded = task.understood.folded
    offices = {one.end for one in task.understood.mentions if one.how == "role" and one.speakers}
    named = {name for one in task.understood.mentions if one.how == "name" for name in one.speakers}
    return not named and any(folded.find(one) in offices for one in task.understood.plan.unknown)


def _not_in_office(task: Task, office: str, speaker: str) -> Refusal:
    """The refusal of a question that gives a speaker an office that is not his."""
    held = [named_line(task.corpus, one.place) for one in task.lexicon.appearances[speaker]]
    span = next((one for one in held if one is not None and task.passes_filters(one.place)), None)
    if span is None:
        return refuse(task, "false_premise")
    role = task.corpus.speech(span.place).role
    return refuse(task, "false_premise", told=Contradiction(office, fold(role), span))


def titled(task: Task) -> bool:
    """Whether the topic is that of a whole speech asked for, by its title, so that all of it is the answer."""
    terms = terms_of(task.understood.plan.terms, task.corpus, task.understood.topic.phrases)
    places = asked_speeches(task) if task.allowed is not None else []
    enough = WHOLE if asks_opinion(task) else TITLED  # what he thinks of one thing need not be all that he says
    return any(coverage(terms, fold(task.corpus.speech(place).title)) >= enough for place in places)
