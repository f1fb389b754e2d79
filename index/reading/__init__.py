"""Reading: files of newspaper pages and proceedings to documents, by general rules of layout.

files        bytes and folders: ``read_paths``, ``read_document``, ``Skipped``, ``Unreadable``
pages        one text to its document: ``read_text``
regions      what every character of a source belongs to: ``Region``, ``Reading``
masthead     page furniture: editors, dates, numbers, names of newspapers
running      what is printed again on each page, inside the text
printed      what a masthead prints, in whatever order
facts        newspaper, date and page, printed or in front matter
attendance   the entries in the head of minutes that list who was there
minutes      the head of minutes, notes on how a text was made
contents     tables of contents and lists of names at the head
captions     captions under pictures, and boxes that explain or add to the speeches
lines        physical lines, their width, where sentences end, whether lines are hard-wrapped
closing      what stands below the last word of a document, and editors' credits below an article; its ``forms``
tables       tables in Markdown whose rows say who proposes what
items        entries at the head of a proposal (提案号：…, 办理单位：…)
ordinals     the numbers of items, before their titles or alone on a line
fields       bodies in the fields of a form, where other items give a name
candidates   lines that may name a speaker; ``speakers`` reads one such line, by ``names`` and ``bodies``
roles        what stands beside a name; ``quotemarks``: names in quotation marks inside it
tails        what a speaker line says of the speech: that, how and for whom somebody speaks
together     a name run together with what its bearer is
builds       the forms of speaker lines, one table
analogy      what a line says that is built like the sure speaker lines of its page; ``likeness`` also asks where it stands
kinds        the classes of lines
platform     what a platform prints around a post: floors, times, devices, counts
posts        the heads of posts in an online consultation
answers      lines that announce the answer of a body (某局答复：)
marks        what stands around a name on a line and is none of it
signatures   who has written or spoken what stands above or below
labels       lines that begin with their speaker and a colon (市某局：…)
frames       labels in frames, with or without a time before them
turns        what a label says besides the name: whose turn it is to ask or to answer
unread       labels of whom no rule can tell who they are
roster       who is introduced above the labels, and as what
presiding    who only conducts, by name
headed       labels that head a title
quoting      who is quoted in a paragraph of a reporter's story (“……”市民王某说)
stories      such stories: each paragraph belongs to the one quoted in it
reported     reports on a debate, each paragraph with its speaker (某委员指出，…)
classes      what each line is, seen with its neighbours
titles       which headings are a speech's title, and on which side of its speaker line
layout       speeches: their speaker lines, titles and texts, in printed order, as ``sections``
signed       pages whose speakers stand below their texts
leads        titles behind a mark, and the lead over letters
guests       a list of who will speak, which lends its roles
interviews   the answers of one guest are one speech, and the questions nobody's
introduction what introduces speeches or sums them up and is nobody's
paragraphs   hard-wrapped lines to paragraphs
vocabulary   the word lists in ``index/data``
"""

from .files import Skipped, Unreadable, decode, read_document, read_paths
from .pages import read_text
from .regions import HEADING, KINDS, MASTHEAD, PARAGRAPH, SPEAKER, Reading, Region

__all__ = [
    "HEADING",
    "KINDS",
    "MASTHEAD",
    "PARAGRAPH",
    "SPEAKER",
    "Reading",
    "Region",
    "Skipped",
    "Unreadable",
    "decode",
    "read_document",
    "read_paths",
    "read_text",
]
