"""Name replacement from the knowledge tables and generated sport result lines."""

from __future__ import annotations

import random

from ..labels import bit, entity_masks
from ..tokens import tokenise
from .knowledge import Knowledge
from .sentence import Sentence, from_words, guess_spacing

_SUFFIX = ["United", "City", "Rovers", "FC", "Athletic", "Wanderers", "Town", "Rangers", "Dynamo", "Tigers",
           "Lions", "Eagles", "Bulls", "Kings", "Warriors", "Stars", "Giants", "Hawks", "Bears", "Wolves"]
_PREFIX = ["Real", "Inter", "Sporting", "Dynamo", "FC", "CSKA", "Racing", "Deportivo", "Lokomotiv", "AC", "SV"]
_SPORTS = ["SOCCER", "TENNIS", "CRICKET", "BASEBALL", "BASKETBALL", "RUGBY", "GOLF", "HOCKEY", "CYCLING",
           "ATHLETICS", "BOXING", "SKIING", "FOOTBALL"]
_LEAGUES = ["Premier League", "first division", "second division", "championship", "cup", "league", "open"]
_PLAIN = ["standings", "results", "scores", "summary", "Division", "Played", "points", "W", "L", "PCT", "GB",
          "Halftime", "Attendance", "Scorers", "Result", "Summary of"]


class Augmenter:
    """Random rewriting of names; every draw comes from the given generator."""

    def __init__(self, knowledge: Knowledge, rng: random.Random) -> None:
        self.k, self.rng = knowledge, rng
        self.cities = knowledge.cities[:9000]
        self.big = knowledge.cities[:1200]

    def words(self, text: str) -> list[str]:
        """Tokens of a table entry."""
        return [text[b:e] for b, e in tokenise(text)] or [text]

    def person(self, surname_only: bool) -> str:
        """A random person name."""
        surname = self.rng.choice(self.k.surnames)
        if surname_only:
            return surname
        given = self.rng.choice(self.k.given)
        if self.rng.random() < 0.12:
            given += " " + self.rng.choice("ABCDEFGHJKLMNPRST") + "."
        return f"{given} {surname}"

    def team(self) -> str:
        """A club: a city, sometimes with a suffix or prefix."""
        pool = self.rng.choices((self.big, self.k.american_cities, self.k.regions), (5, 3, 2))[0]
        city, draw = self.rng.choice(pool), self.rng.random()
        if draw < 0.35:
            return f"{city} {self.rng.choice(_SUFFIX)}"
        if draw < 0.5:
            return f"{self.rng.choice(_PREFIX)} {city}"
        return city

    def organisation(self) -> str:
        """A company, university, party, body or club."""
        draw = self.rng.random()
        if draw < 0.35:
            return self.rng.choice(self.k.companies)
        if draw < 0.55:
            return self.rng.choice(self.k.universities)
        if draw < 0.7:
            return self.rng.choice(self.k.parties)
        if draw < 0.8:
            return self.rng.choice(self.k.organisations)
        name = self.team()
        return name if " " in name else f"{name} {self.rng.choice(_SUFFIX)}"

    def place(self) -> str:
        """A city or, less often, a country."""
        return self.rng.choice(self.cities if self.rng.random() < 0.75 else self.k.country_names)

    def nation(self) -> str:
        """A country as sport tables give it: its name or its code."""
        return self.rng.choice(self.k.country_names if self.rng.random() < 0.6 else self.k.country_codes)

    def replace(self, s: Sentence, rate: float) -> Sentence:
        """Copy of a names-only sentence with some of its names exchanged."""
        if not s.spans or s.entities is None or s.upos is not None or s.roles:
            return s
        words, masks, spans = [], [], []
        position, changed = 0, False
        for begin, end, kind in sorted(s.spans):
            if begin < position or kind not in ("PERSON", "ORGANIZATION", "LOCATION"):
                continue
            words += s.words[position:begin]
            masks += s.entities[position:begin]
            name = s.words[begin:end]
            if self.rng.random() < rate:
                changed = True
                text = (self.person(end - begin == 1) if kind == "PERSON" else
                        self.organisation() if kind == "ORGANIZATION" else self.place())
                name = self.words(text)
            spans.append((len(words), len(words) + len(name), kind))
            words += name
            masks += entity_masks(len(name), [kind])
            position = end
        if not changed:
            return s
        words += s.words[position:]
        masks += s.entities[position:]
        return Sentence(words=words, space_before=guess_spacing(words), source=s.source, doc=s.doc,
                        entities=masks, entity_weight=s.entity_weight, spans=spans)

    def sport(self) -> Sentence:
        """One generated line of a sport report."""
        r = self.rng
        parts: list[tuple[str, str]] = []

        def say(text: str) -> None:
            parts.append((text, ""))

        team, other = (self.team(), self.team()) if r.random() < 0.75 else (
            r.choice(self.k.country_names), r.choice(self.k.country_names))
        kind = "LOCATION" if team in self.k.country_names else "ORGANIZATION"
        form = r.randrange(9)
        if form < 3 and r.random() < 0.4:
            team, other = team.upper(), other.upper()
        if form == 0:
            parts += [(team, kind), (str(r.randrange(7)), ""), (other, kind), (str(r.randrange(7)), "")]
            if r.random() < 0.3:
                say(f"( halftime {r.randrange(3)} - {r.randrange(3)} )")
        elif form == 1:
            parts += [(team, kind)] + [(str(r.randrange(60)), "") for _ in range(r.randrange(3, 9))]
        elif form == 2:
            parts += [(team, kind)]
            say(r.choice(["at", "AT", "v", "vs", "beat", "def."]))
            parts += [(other, kind)]
        elif form == 3:
            if r.random() < 0.6:
                say(f"{r.randrange(1, 30)} -")
            parts += [(self.person(False), "PERSON"), ("(", ""), (self.nation(), "LOCATION"), (")", "")]
            say(r.choice(["beat", "bt", "lost to", ","]))
            parts += [(self.person(False), "PERSON"), ("(", ""), (self.nation(), "LOCATION"), (")", "")]
            say(f"{r.randrange(8)} - {r.randrange(8)} {r.randrange(8)} - {r.randrange(8)}")
        elif form == 4:
            say(f"{r.randrange(1, 30)} .")
            parts += [(self.person(r.random() < 0.2), "PERSON"), ("(", ""), (self.nation(), "LOCATION"), (")", "")]
            if r.random() < 0.5:
                parts += [(r.choice(self.k.companies).removesuffix(" Inc"), "ORGANIZATION")]
            say(f"{r.randrange(1, 90)} . {r.randrange(99)}")
        elif form == 5:
            say(f"{r.choice(_SPORTS)} -")
            parts += [(team.upper(), kind)]
            say(r.choice(["BEAT", "HOLD", "WIN AT", "LOSE TO", "SIGN", "TO PLAY", "CRUSH", "EDGE"]))
            parts += [(other.upper(), kind), (".", "")]
        elif form == 6:
            parts += [(team, kind)]
            say(r.choice(["beat", "defeated", "drew with", "lost to", "host", "will play", "face", "edged"]))
            parts += [(other, kind)]
            say(f"{r.randrange(7)} - {r.randrange(7)}")
            say(r.choice(["in the " + r.choice(_LEAGUES), "on Saturday", "on Sunday", "at home", "last night"]))
            say(".")
        elif form == 7:
            parts += [(self.person(True), "PERSON")]
            say(f"scored {r.choice(['twice', 'once', str(r.randrange(2, 40)) + ' points', 'the winner'])} as")
            parts += [(team, kind)]
            say(r.choice(["beat", "downed", "overcame", "held"]))
            parts += [(other, kind), (".", "")]
        else:
            say(" ".join(r.choice(_PLAIN) for _ in range(r.randrange(2, 6))))
        words: list[str] = []
        masks: list[int] = []
        for text, label in parts:
            tokens = self.words(text)
            words += tokens
            masks += entity_masks(len(tokens), [label]) if label else [bit(0)] * len(tokens)
        sentence = from_words(words, "sport")
        sentence.entities = masks
        sentence.entity_weight = 0.5
        return sentence
