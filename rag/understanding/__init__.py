"""From a question to a plan.

Who and what is named:
roster      who speaks in the open index, as what, and what each can be called; ``lexicon``: which of them a question names
bodies      the short names of bodies; ``categories``: their kinds; ``heads``: who heads one
offices     the offices of a role, and who holds one that is abbreviated; ``asked_offices``: questions for who holds one
addressed   whose words are wanted of whoever is told by what he is; ``doers``: by what he does; ``held``: who that is
told_first  whom a question describes before it asks him of something else; ``denied``: who is denied before another is asked;
            ``whole_speech``: of whom it asks all that he says
pointed     whom an office alone points at; ``called``: whom a follow-up calls by a short name
strangers   names that a question treats as speakers and the index does not hold
subjects    whom the question is about, leaves out or names in passing; ``own_body``: who alone belongs to the body it is of
documents   the documents that a question names; ``sources``: told in other ways (只看报纸), ``sorts``: by what they are

What is asked:
background  what the asker tells before he asks; ``rewording``: other words put plainly
foils       who is told of only to ask for another; ``against``: who is against what somebody wants,
            ``other_view``: who stands how to it
notation    figures as the corpus writes them
mentioners  who mentions a thing, ``points``: all that one speaker proposes, ``who_else``: others who propose the like;
            each put plainly, apart from what is told around the question
kinds       the kind of answer and the type of detail asked for; ``settling``: where the words leave it open
details     whether a sentence has that type of detail
topics      the phrases and words of the topic; ``vocabulary``: how much a word can say of one
parts       the same, and whom it asks about, as the tagger reads them; ``described``: who that is
masked      documents and offices out of the way of how a question is put; ``conditions``: those of a list, wanted and left out
literal     a sentence of the corpus that a question holds without marks
intents     the kind that the tagger is sure of where the rules say another

What was said before:
dialogue    what a follow-up leaves out, completed from the history; ``pronouns``: whom and what it points at
cast        who has been spoken of, turn by turn; told by his place (``placed``), by what he is (``by_office``), by his side
            (``by_stance``), as another than he (``not_he``); ``others``: than whoever was shown
turns       a past turn; ``shown``: whose words it showed; ``things``: what of it a follow-up points at
items, another, opponents   follow-ups that are questions of their own; ``renamed``: that only name another speaker
together    several who were spoken of, asked about as several; ``returning``: what a follow-up goes back to first

planning    all of it together: :func:`understand`; ``understood``: its result, ``claiming``: that of a sentence to be checked
"""

from rag.understanding.lexicon import Lexicon
from rag.understanding.planning import understand
from rag.understanding.understood import Understood

__all__ = ["Lexicon", "Understood", "understand"]
