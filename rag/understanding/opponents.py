"""Who is against what was just spoken of, as a question of its own: 谁跟他意见相反, 明确不同意的是哪位."""

from __future__ import annotations

from collections.abc import Sequence

from index.folding import fold
from rag.data import language, pattern
from rag.understanding.lexicon import Lexicon, Mention
from rag.understanding.topics import Tokenise, topic_of
from rag.understanding.turns import Turn, gist, shown_speakers, shows_nothing, speakers_of, told

_LEAST = 3
"""Characters of what somebody wants that can be opposed."""


def opponent(
    question: str, mentions: Sequence[Mention], previous: Turn, lexicon: Lexicon, tokenise: Tokenise
) -> str | None:
    """The follow-up for another than who was shown, who is against what he proposes; None where it asks no such thing.

    What it says itself of what is opposed (谁反对光看人数) is kept beside what was spoken of.
    """
    rules, folded = language("questions")["opponents"], fold(question)
    who, against = pattern(rules["who"]).search(folded), pattern(rules["against"]).search(folded)
    people = list(dict.fromkeys((*speakers_of(previous, lexicon), *shown_speakers(previous, lexicon))))
    if shows_nothing(previous):  # nobody has proposed it
        people = [name for name in people if any(name in mention.speakers for mention in previous.mentions)]
    named = {name for mention in mentions for name in mention.speakers}
    if who is None or against is None or not (people or previous.topic.words) or not named <= {*people}:
        return None
    if not previous.topic.words and previous.before is not None and len(people) == 1 and who is not None:
        earlier = previous.before  # 他是什么单位的？有没有人不同意他: against what he was shown to propose before
        if speakers_of(earlier, lexicon)[:1] == people:
            return opponent(question, mentions, earlier, lexicon, tokenise)
    if len(shown_speakers(previous, lexicon)) > 1 or pattern("为什么|为何|为啥|凭什么|理由").search(folded):
        return None
    taken = [(mention.start, mention.end) for mention in mentions]
    own = [word for word in topic_of(folded, taken, tokenise).words if not pattern(rules["bare"]).match(word)]
    own = [word for word in own if not pattern(rules["against"]).fullmatch(word)]
    shown, spoken = _wanted(gist(previous, lexicon)), told(previous).replace(" ", "")
    spoken = "" if pattern(rules["bare"]).match(spoken) else spoken  # 还有谁也是这个意思: of no matter by itself
    beside = f"除了{'、'.join(people[:3])}，" if people else ""
    matter = f"在{spoken}这件事上，" if spoken else ""
    if not own:
        told_again = sum(word in shown for word in previous.topic.words) * 2 >= len(previous.topic.words)
        return (
            f"{beside}{'' if told_again or not shown else matter}谁反对{shown or spoken}？" if shown or spoken else None
        )
    asks = pattern(rules["joining"]).sub("", question)
    return f"{beside}{matter}{'谁' + asks.removeprefix('人') if asks.startswith('人') else asks}"


def _wanted(shown: str) -> str:
    """What was shown, without that its speaker wants it (所以我主张…); as it is where hardly anything else is left."""
    rest = pattern(language("questions")["opponents"]["lead"]).sub("", shown)
    return rest.rstrip('”」"') if rest != shown and len(rest) > _LEAST else shown
