"""Who has been spoken of in a conversation: who is spoken of now, who was shown together, and who came one after another."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of a conversation after a turn of it.

    ``focus``: whom 他 can be, the likeliest first. ``listed``: the latest several that were named or shown together, in that order.
    ``in_turn``: who was asked about or answered, one after another, the latest last. ``counted``: the last question pointed at
    somebody by his place among them. ``called``: by which pronoun somebody was spoken of (他, 她, 它), the latest last.
    ``told``: the last answer told which of several it is, the first in ``focus``.
    """

    focus: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    in_turn: tuple[str, ...] = ()
    counted: bool = False
    called: tuple[tuple[str, str], ...] = ()
    told: bool = False

    def after(
        self,
        *,
        focus: Sequence[str],
        named: Sequence[str],
        left_out: Collection[str] = (),
        counted: bool = False,
        told: bool = False,
    ) -> Cast:
        """The cast after a turn that is about ``focus`` and names ``named``, some of whom it leaves out."""
        kept = [name for name in named if name not in left_out]
        together = kept if len(kept) > 1 else focus if len(focus) > 1 and not kept else ()
        spoken = kept if kept and focus and focus[0] in kept else focus if len(focus) == 1 else ()
        return replace(
            self,
            focus=tuple(focus),
            listed=tuple(together) or self.listed,
            in_turn=(*self.in_turn, *spoken),
            counted=counted,
            told=told,
        )

    def calling(self, pronoun: str) -> Cast:
        """The cast where whoever is spoken of is called by ``pronoun``."""
        return replace(self, called=(*self.called, (self.focus[0], pronoun))) if self.focus and pronoun else self

    @property
    def spoken_of(self) -> list[str]:
        """Everybody, the latest first."""
        return list(dict.fromkeys((*self.focus, *reversed(self.in_turn), *self.listed)))

    @property
    def together(self) -> list[str]:
        """Among whom 前者 and 第二位 tell: those shown together while one of them is spoken of, else those who came one after
        another, by when each came first.
        """
        if len(self.listed) > 1 and {*self.focus} <= {*self.listed}:
            return list(self.listed)
        return list(dict.fromkeys(self.in_turn))

    def several(self, number: int | None) -> list[str]:
        """The ``number`` people that 他们俩 means, the latest; None: all who were shown together or came one after another. []
        for no such number.
        """
        together = self.together
        if number is None or number == len(together):
            return together if len(together) > 1 else []
        latest = [name for name in dict.fromkeys(reversed(self.in_turn))][:number]
        return sorted(latest, key=self.in_turn.index) if len(latest) == number else []

    def placed(self, which: str, number: int = 0) -> str | None:
        """Who stands at a place: ``number``, the ``first``, ``former``, ``middle``, ``latter`` or ``last`` of those told apart,
        or the ``one_before`` or ``other`` than who is spoken of.
        """
        several, current = self.together, next(iter(self.focus), None)
        if len(several) < 2:
            return several[0] if several and which == "number" and number == 1 else None
        pair = several if several == [*self.listed] else self.several(2)
        if which in ("one_before", "other"):
            return self._beside(which, several, pair, current)
        if which == "number":
            return several[number - 1] if 1 <= number <= len(several) else None
        of = pair if which in ("former", "latter") else several
        at: int = {"first": 0, "former": 0, "middle": (len(of) - 1) // 2}.get(which, -1)
        return of[at] if of else None

    def _beside(self, which: str, several: Sequence[str], pair: Sequence[str], current: str | None) -> str | None:
        if current not in several or (len(self.focus) > 1 and not self.told):
            return pair[0] if which == "one_before" and pair else None
        if several == [*self.listed]:
            at = several.index(current)
            if which == "one_before":
                return several[at - 1] if at else several[1] if len(several) == 2 else None
            rest: list[str] = [name for name in several if name != current]
            unasked: list[str] = [name for name in rest if name not in self.in_turn] or rest
            return unasked[0]
        before: list[str] = [name for name in reversed(self.in_turn) if name != current]
        return before[0] if before else None

    def other_by_pronoun(self, pronoun: str) -> str | None:
        """Whom ``pronoun`` means where whoever is spoken of was called by another (他, after 它 or 她); None where it may be him."""
        called: dict[str, str] = dict(self.called)
        current = next(iter(self.focus), None)
        if current is None or called.get(current) in (None, pronoun):
            return None
        others = [name for name in self.spoken_of if name != current]
        if called[current] == "他":  # who is called 他 may be anybody
            return next((name for name in others if called.get(name) == pronoun), None)
        return next((name for name in others if called.get(name) in (None, pronoun)), None)


NOBODY = Cast()
"""Before anybody is spoken of."""
