"""Posts of an online consultation: heads over one to four lines, told by floors and times, that name who has posted what follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .analogy import read_proved
from .bodies import STRONG
from .candidates import Candidate
from .lines import Line
from .marks import is_host, strip_signs, unlabelled
from .names import SENTENCE, is_name, is_role
from .platform import REACTION, TIME, Post, post_of
from .speakers import parse_labelled, parse_speaker
from .together import Speaker

FEWEST = 2
"""Heads that name somebody, from which on a head that no rule can read is believed to be one."""
LONGEST = 4
"""Lines of a head: floor, name, what he is, when and from where."""
WIDEST = 60.0
"""Em of each of them."""
WIDEST_NAME = 12.0
"""Em of a name over them."""
_NICKNAME = re.compile(r"[\w·\-]{2,10}")
_CLAUSES = re.compile("[，,：:]")


def posted_lines(lines: Sequence[Line]) -> dict[int, Candidate]:
    """The heads of posts, by first line; none on a page that has fewer than two of one sort which name somebody.

    One that no rule can read has no speaker: what follows must not go to the one before.
    """
    posts = [_post(line) for line in lines]
    heads: dict[int, Candidate] = {}
    sorts: dict[int, bool] = {}
    number = 0
    while number < len(lines):
        head = _head(lines, posts, number)
        if head is not None:
            heads[number], sorts[number] = head, posts[number].floor
            number = head.last
        number += 1
    named = {sort: {heads[n].speaker for n in heads if sorts[n] is sort and heads[n].speaker} for sort in (True, False)}
    return {
        number: _called(lines, posts, head) for number, head in heads.items() if len(named[sorts[number]]) >= FEWEST
    }


def _called(lines: Sequence[Line], posts: Sequence[Post], head: Candidate) -> Candidate:
    """``head`` with what somebody calls himself (老树下) where his place over what he is and the time says that it is a name."""
    name, role = posts[head.first].rest, posts[head.first + 1].rest if head.last > head.first else ""
    if head.speaker is not None or not _over_role_and_time(lines, posts, head.first) or not _NICKNAME.fullmatch(name):
        return head
    return replace(head, speaker=Speaker(name, unlabelled(strip_signs(role)), STRONG))


def _post(line: Line) -> Post:
    return post_of(line.text.replace("**", ""))


def _head(lines: Sequence[Line], posts: Sequence[Post], first: int) -> Candidate | None:
    """The head of a post that begins with a line: one with a floor, one with a time, or one right above a time."""
    post = posts[first]
    timed = TIME in post.kinds
    below = posts[first + 1] if first + 1 < len(lines) else None
    above = below is not None and TIME in below.kinds and not below.floor and (not below.rest or _is_role(below.rest))
    above = above or _over_role_and_time(lines, posts, first)
    plain = not (lines[first].certain or (lines[first].closed and lines[first].text[-1] not in "：:"))
    if not (post.floor or (post.rest and (timed or (above and plain)))) or lines[first].width > WIDEST:
        return None
    if is_host(lines[first].text) or (post.rest and SENTENCE.search(post.rest)):
        return None
    said: list[str] = []
    last = first - 1
    while last + 1 < min(len(lines), first + LONGEST) and _belongs(lines, posts, last + 1, said, first):
        last += 1
        said += [posts[last].rest] if posts[last].rest else []
    speaker = _poster(said) if said else None
    clause = speaker is None and _CLAUSES.search(post.rest) is not None
    return Candidate(first, last, speaker, post=True) if said and not clause else None


def _over_role_and_time(lines: Sequence[Line], posts: Sequence[Post], first: int) -> bool:
    """Whether a short line stands set off over what somebody is and, below that, the time alone."""
    if first + 2 >= len(posts) or lines[first].width > WIDEST_NAME or (first and not lines[first].gap):
        return False
    role, time = posts[first + 1 : first + 3]
    close = not lines[first + 1].gap and not lines[first + 2].gap
    return close and not role.kinds and _is_role(role.rest) and TIME in time.kinds and not time.rest and not time.floor


def _belongs(lines: Sequence[Line], posts: Sequence[Post], number: int, said: Sequence[str], first: int) -> bool:
    """Whether the line is the head's first, only print, the name behind a bare floor, or what the one named there is."""
    line, post = lines[number], posts[number]
    if number == first:
        return True
    if post.floor or line.gap > 1 or line.level or line.width > WIDEST:
        return False
    if not post.rest:
        return bool(post.kinds - {REACTION})
    if SENTENCE.search(post.rest) or line.enumeration or (line.closed and not post.kinds):
        return False
    if not said:
        return True
    who = parse_speaker(said[0])
    named = who is not None and bool(who.role)
    return len(said) == 1 and not named and (TIME in post.kinds or _is_role(post.rest))


def _is_role(text: str) -> bool:
    return is_role(unlabelled(strip_signs(text))) and parse_speaker(text) is None


def _poster(said: Sequence[str]) -> Speaker | None:
    """Who has posted, as what; any word that is none of every day's may be a name where what he is stands beside it."""
    who = parse_speaker(said[0]) or parse_labelled(said[0])
    if len(said) == 1:
        return replace(who, strength=STRONG) if who is not None else read_proved(said[0])
    if who is not None and not is_name(who.name):
        return replace(who, strength=STRONG)
    return read_proved(f"{strip_signs(said[0])}（{unlabelled(strip_signs(said[1]))}）")
