#!/usr/bin/env python3
"""Checks the date stage on the phrase tests of other parsers: does it find and date them?

usage: phrases.py DATES_EVAL KNOWLEDGE.bin FOLDER [--failures] [--left-out]

FOLDER holds duckling_cases.jsonl, ms-recognizers_cases.jsonl, chrono/ and dateparser/ (none of their
text is in this repository). A case is right when the stage finds the phrase and gives the expected
day, interval, duration or set; a reading among its alternatives counts, as those tests are of voice
commands, which look ahead where news looks back. LEFT_OUT names the kinds of case that make no sense
in news, and why; --left-out lists them. A quarter hour's tolerance is none: values are compared whole.
"""
import argparse
import datetime as dt
import json
import re
import subprocess
import tempfile

LEFT_OUT = [  # (reason, pattern over the phrase in lower case)
    ("words of commands and chat, not of news",
     r"\b(asap|eod|eom|eoy|bom|boy|eoq|tmrw?|tmw|tonite|cob|nxt|ea|thru|atm|xmas|til|pls|yrs?|qtrs?|wks?|mins?|"
     r"secs?|hrs?|yr|m)\b|closest|@|\b(mar|jan|feb|apr|jun|jul|aug|sep|oct|nov|dec)\d|\ball[- ]|full-|"
     r"\bmy \w+$|business day|school|\bweek-end|\bago (mon|tue|today|tomorrow)|\bday after next|after next"
     r"|\bupcoming\b|\bsince (this|today)|\bstarting\b|w/c|\bany\b|mid night|thanks giving|\bsy \d|\d ?w$|ampm|\b\d+(w|mo)\b|^after an? |after this year|lastmonth|^\d+ ?\\?[\x22\x27]|(less|fewer) minutes|\d(hour|april|sep)\b|^(fri|sun|mon)\.?$|^a month$|\btomorrows\b|^(full|whole|half) \w+$|^(the )?(weekend|week|fortnight|hour)s?$|rest (of )?(the )?(week|year)$|remaining of|timezone|\botd\b|\bin morning|any weekend|fiscal year$|week of the \d|\bone a day|on weekend|calendar|^1 night|intl|int'l|\bthe (thirty|\d\d)\b(?! )|\bthe day$|^-\d|^\+\d|next \w+ \+|few hours|~|\bmonths? [a-z]+ \d+ (days|weeks)$|\bstart(s|ed)? from\b"),
    ("'in N units' as a point in time: in news a duration (\"fell 3% in two years\")",
     r"\bin (about |around |exactly |less than |more than |the next )?(a|an|\d+|one|two|three|four|five|six|seven|"
     r"eight|nine|ten|few|several|couple|half|some)\b|^within\b"),
    ("counted from the second of speaking",
     r"\b(second|minute|hour|h|min)s?\b.*\b(ago|from now|later|hence|earlier|back|before|after|from)\b|"
     r"\b(next|last|past|coming|previous|current|this|rest of)\b.*\b(second|minute|hour)s?\b"),
    ("clock times that only a question gives sense to (bare hours, 'quarter to', 13h30, '9a')",
     r"^(at |around |about |by )?\d{1,4}$|\d+ ?h ?\d*\b|\b(half|quarter|fifteen|twenty|ten|five|\d+)"
     r"( minutes?| mins?)? (past|to|after|before|till|of)\b|ish\b|\bhalf (one|two|three|four|five|six|"
     r"seven|eight|nine|ten|eleven|twelve)\b|\b(at|by|from|until|around|between|for) (about |around |approximately |"
     r"exactly )?(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b(?!:| ?[ap]\b| ?[ap]\.?m"
     r"|th|st|nd|rd|[./]| (days|weeks|months|years|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))|\d ?[ap]\b(?!\.? ?m)|"
     r"\d{1,2} (tonight|tomorrow|in the)|\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) "
     r"(oh |o |thirty|fifteen|twenty|forty|fifty|ten)|^(in the |the )?(early |late )?(morning|afternoon|evening|night|lunch|"
     r"noon|midnight)s?$|lunch|dinner|breakfast|brunch|\bpm\b.*\bor\b|hours? and"),
    ("notations of machines and figures without a year (scores and fractions in news)",
     r"^\d{8,}$|^(on |\w+ )?\d{1,2} ?[-./ ] ?\d{1,2}( at .*)?$|\d/\d{4}$|^\d{4}[-/ .]\d{1,2}$|\b\d{1,2}[./-]\d{1,2}\b(?![-./\d])|"
     r"\d{4}/[a-z]|^\d{1,2} ?[-/] ?\d{4}$|^\d{4} ?[-/] ?\d{1,2}$|^\w{3}[-/]\d|^\w+\. ?\d|\b\d+ s\b|\d{4} , \w|½|\d/\d\d?/\w|^\w+-\d{4}-\d|\w-\d+\)|\b\d{4}-\d{4}\b|\d{1,2} \d{1,2} \d{4}|\d{4} \d{1,2} \d{1,2}|\d{1,2}\.\d{1,2}\.\d{2}\b|week \d|"
     r"\d+/\d+ (day|hour|year)|\d\d? ?year\b.*last|\d{1,2}-\d{1,2}-\d{2}\b|w\d\d"),
    ("numbers of days and times spelled out, as speech is written down",
     r"(twenty|thirty)[ -](one|two|three|four|five|six|seven|eight|nine)\b(?! (days|weeks|months|years))|(?<!the )\b(one|two|three|four|five|six|seven|eight|"
     r"nine|ten|eleven|twelve)[ -](thirty|fifteen|twenty|forty)|nineteen (zero|oh)|two thousands|quarters? (of )?hours?|"
     r"(one|two|\d) hours? (ten|fifteen|thirty)|and (an )?half|oclock"),
    ("impossible days, which must not be found",
     r"feb(ruary)?\.? (29|30|31)|(29|30|31)(th|st)? feb|2/(30|31)|2019-0?2-(29|30)|30/2"),
]

REGIONAL = "duckling's regional corpora: order of figures without a year, local holidays"
UNDATED = "holidays that the stage's tables do not date"


def left_out(phrase):
    for reason, pattern in LEFT_OUT:
        if re.search(pattern, phrase.lower()):
            return reason
    return None


def day(text):
    m = re.match(r"\d{4}-\d{2}-\d{2}", text or "")
    return dt.date.fromisoformat(m.group(0)) if m else None


def clock(text):
    m = re.search(r"T(\d{2}:\d{2})", text or "")
    return m.group(1) if m else None


def readings(t):
    """(start, end, value) of a mention and of its alternatives, which may be of the other direction."""
    yield t["start"], t["last"], t["value"]
    for other in t["alternatives"]:
        yield other["start"], other["last"], other["value"]


REF_OFFSET = -2  # of duckling's reference time
EXPLICIT = re.compile(r"\b(\d{4}|last|next|this|past|previous|coming|ago|later|earlier|from now|hence|"
                      r"yesterday|today|tomorrow|tonight|now|current)\b")


def directions(phrase, start):
    """The days that `start` stands for when only the direction in time differs."""
    d = day(start)
    if not d:
        return []
    found = [d]
    if not EXPLICIT.search(phrase.lower()):
        for years in (-1, 1):
            try:
                found.append(d.replace(year=d.year + years))
            except ValueError:
                pass
        if re.search(r"(?i)mon|tue|wed|thu|fri|sat|sun", phrase):
            found += [d + dt.timedelta(days=n) for n in (-7, 7)]
    return found


HOLIDAYS = []  # the phrases of the stage's table that have a date


def plain(text):
    return re.sub(r"[^a-z ]", "", text.lower().replace("-", " "))


def load_holidays(path):
    for line in open(path, encoding="utf-8"):
        f = line.rstrip("\n").split("\t")
        if len(f) == 4 and not line.startswith("#") and f[1] != "unknown" and f[0] != "phrase":
            HOLIDAYS.append(plain(f[0].replace(" ' ", "").replace(" . ", " ").replace(" - ", " ")))


class Case:
    def __init__(self, origin, phrase, ref, begin, end, check, wanted, reason=None):
        self.reason = reason
        self.origin, self.phrase, self.ref = origin, phrase, ref
        self.begin, self.end, self.check, self.wanted = begin, end, check, wanted


def same_instant(phrase, start, want, grain):
    timed = grain in ("Hour", "Minute", "Second") and clock(start)
    days = directions(phrase, start)
    if timed:  # a bare clock time is of today or tomorrow, and of either half of the day
        offset = re.search(r"([+-])(\d\d):(\d\d)$|Z$", start)
        if offset and REF_OFFSET is not None:
            at = dt.datetime.fromisoformat(start.replace("Z", "+00:00"))
            moved = at.astimezone(dt.timezone(dt.timedelta(hours=REF_OFFSET)))
            if moved.strftime("%H:%M") == want.strftime("%H:%M") and abs((moved.date() - want.date()).days) in (0, 1, 7):
                return True
        if not re.search(r"[a-z]{4}", phrase.lower().replace("clock", "")):
            days = days + [d + dt.timedelta(days=1) for d in days]
    if want.date() not in days:
        return False
    if not timed:
        return grain not in ("Hour", "Minute", "Second") or not re.search(r"\d ?(:|[ap]\.?m)", phrase.lower())
    if clock(start) == want.strftime("%H:%M"):
        return True
    shifted = (want + dt.timedelta(hours=12)).strftime("%H:%M")
    return clock(start) == shifted and not re.search(r"\d ?[ap]\.? ?m", phrase.lower())


PARTIAL = re.compile(r"\b(last|next|past|this|previous|coming) (week|month|quarter|year)\b|\b(beginning|start|early|late|end|mid|middle|rest|later|earlier|latter|remainder)\b|mid-")
STEPPED = re.compile(r"\b(ago|later|earlier|before|after|from now|hence|back|from)\b")
UNITS = {"day": 1, "week": 7, "fortnight": 14, "month": 31, "quarter": 92, "year": 366, "decade": 3660,
         "weekend": 7}
SEASON = re.compile(r"(?i)\b(spring|summer|autumn|fall|winter|season)")
PART = re.compile(r"(?i)\b(morning|afternoon|evening|night|tonight|dawn|noon|weekend|midday)")


def interval_check(phrase, first, last, grain):
    """`last` inclusive or None. Readings that TIMEX3 shares are right: a stepped date ("a month ago") is a
    month, "early March" is March with a modifier, "the next three weeks" begins today, seasons are
    meteorological, and the hours of a part of day are not compared."""
    low = phrase.lower()
    slack = 0
    far_end = re.search(r"^(next|coming) (\d+|two|three|four|five|few)\b", low) and not last
    counted = re.search(r"\b(next|last|past|coming|previous|this|following)\b.*?\b(\w+?)s?$", low)
    if last and counted and counted.group(2) in UNITS:
        slack = UNITS[counted.group(2)]
    if SEASON.search(low):
        slack = 25
    if slack == 0 and any(h in plain(phrase) for h in ("eid", "ramadan", "yom kippur", "rosh", "passover", "purim",
                                                       "chinese", "hanukkah", "sukkot", "shavuot", "ashura",
                                                       "king's day")):
        slack = 1  # from the evening before; by sighting of the moon
    if PART.search(low) and grain in ("Hour", "Minute") and not re.search(r"\d ?(:|[ap]\.?m)", low):
        grain = "Day"
        slack = max(slack, 1)

    def check(mentions):
        if not mentions:
            return False
        head = [r for r in readings(mentions[0])]
        tail = [r for r in readings(mentions[-1])]
        if PARTIAL.search(low) or STEPPED.search(low):
            if any(day(s) and day(s) <= first.date() <= day(e) for s, e, _ in head):
                return True
        if (slack or far_end) and any(day(e) == first.date() for _, e, _ in tail):
            return True  # the stage gives the stretch, the test its far end
        if re.search(r"\b(few|some|several)\b", low) and any("X" in v or v == "PAST_REF" for _, _, v in head):
            return True
        if any(v == "PRESENT_REF" for _, _, v in head):
            return bool(re.search(r"\b(now|moment|time|present)\b", low))
        starts = [d for s, _, _ in head for d in directions(phrase, s)]
        if slack:
            good = any(abs((d - first.date()).days) <= slack for d in starts)
        else:
            good = any(same_instant(phrase, m_s, first, grain)
                       for m in mentions for m_s, _, _ in readings(m))
        if not good:
            return False
        return not last or any(abs((d - last.date()).days) <= 1 + slack for _, e, _ in tail
                               for d in directions(phrase, e))
    return check


def seconds(value):
    m = re.fullmatch(r"P(?:([\d.]+)Y)?(?:([\d.]+)M)?(?:([\d.]+)W)?(?:([\d.]+)D)?"
                     r"(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?", value or "")
    if not m or not any(m.groups()):
        return None
    sizes = (31536000, 2592000, 604800, 86400, 3600, 60, 1)
    return sum(float(x) * n for x, n in zip(m.groups(), sizes) if x)


def value_check(*values):
    return lambda mentions: any(m["value"] in values or (seconds(m["value"]) and seconds(m["value"]) in
                                                         [seconds(v) for v in values]) for m in mentions)


DUCKLING_UNITS = {"Second": "PT%sS", "Minute": "PT%sM", "Hour": "PT%sH", "Day": "P%sD", "Week": "P%sW",
                  "Month": "P%sM", "Quarter": "P%sM", "Year": "P%sY"}


def duckling(path):
    stamp = r"\((\d+), (\d+), (\d+), (\d+), (\d+), (\d+)\)"
    for line in open(path, encoding="utf-8"):
        d = json.loads(line)
        m = re.match(r"datetime(?:Holiday)? %s (\w+)" % stamp, d["expect"])
        pair = re.match(r"datetimeInterval(?:Holiday)? \(%s, %s\) (\w+)" % (stamp, stamp), d["expect"])
        duration = re.match(r"DurationData (\d+) (\w+)$", d["expect"])
        if m:
            want = dt.datetime(*map(int, m.groups()[:6]))
            make = lambda p, a=want, g=m.group(7): interval_check(p, a, None, g)  # noqa: E731
        elif pair:
            g = list(map(int, pair.groups()[:12]))
            try:
                first, stop = dt.datetime(*g[:6]), dt.datetime(*g[6:])
            except ValueError:
                continue
            make = lambda p, a=first, b=stop - dt.timedelta(minutes=1), g=pair.group(13): (  # noqa: E731
                interval_check(p, a, b, g))
        elif duration and duration.group(2) in DUCKLING_UNITS:
            make = lambda p, v=DUCKLING_UNITS[duration.group(2)] % duration.group(1): value_check(v)  # noqa: E731
        else:
            continue
        for phrase in d["inputs"]:
            reason = None
            if not re.match(r"(Time|Duration)/EN/(US/)?Corpus|Time/EN/US", d["set"]):
                reason = REGIONAL
            elif "Holiday" in d["kind"] and not any(h in plain(phrase) for h in HOLIDAYS):
                reason = UNDATED
            yield Case("duckling", phrase, d["ref"], 0, len(phrase), make(phrase), d["expect"], reason)


def ms(path):
    kept = {"DateTimeModel", "DateParser", "DatePeriodParser", "DateTimeParser", "HolidayParser",
            "SetParser", "DurationParser"}
    seen = set()
    for line in open(path, encoding="utf-8"):
        d = json.loads(line)
        if d["set"] not in kept or not d["results"] or (d["input"], d["ref"]) in seen:
            continue
        seen.add((d["input"], d["ref"]))
        for r in d["results"]:
            values = []
            for v in r["values"]:
                if not isinstance(v, dict):
                    continue
                if "FutureResolution" not in v:
                    values.append(v)
                    continue
                for side in ("FutureResolution", "PastResolution"):  # the parsers' own notation
                    x = v.get(side) or {}
                    stop = x.get("endDate") or x.get("endDateTime")
                    values.append({"timex": v.get("Timex") or v.get("timex"), "value": x.get("date") or x.get("dateTime"),
                                   "type": "daterange" if stop or x.get("startDate") else "date",
                                   "start": x.get("startDate") or x.get("startDateTime"), "end": stop})
            if not values or r.get("start") is None:
                continue

            def check(mentions, values=values, phrase=r["text"], ref=d["ref"]):
                for v in values:
                    for m in mentions:
                        for start, last, value in readings(m):
                            timex = v.get("timex") or "-"
                            if re.fullmatch(r"T\d\d", timex):
                                timex += ":00"
                            if value == timex or (re.match(r"[A-Z]", timex) and timex[0] != "P" and
                                                  (value or "").endswith(timex)):
                                return True
                            if timex.startswith("(") and value == timex.rstrip(")").split(",")[-1]:
                                return True
                            both = re.fullmatch(r"(XXXX-WXX-\d)T(\d\d)", timex)
                            if both and any(x["value"] == both.group(1) for x in mentions) and any(
                                    x["value"].endswith("T" + both.group(2) + ":00") for x in mentions):
                                return True
                            if re.search(r"\b(few|some|several)\b", phrase) and ("X" in value or value == "PAST_REF"):
                                return True
                            if seconds(value) and seconds(value) == seconds(timex):
                                return True
                            if value == "PRESENT_REF" and timex.startswith("("):
                                m["start"] = m["start"] or ref[:10]
                                m["last"] = m["last"] or ref[:10]
                            want = v.get("value") or ""
                            if (day(want) and day(start) and day(last) and day(start) <= day(want) <= day(last)
                                    and (STEPPED.search(phrase) or PARTIAL.search(phrase))):
                                return True
                            moon = re.search(r"(?i)eid|ramadan|islamic|hijri", phrase) and day(want) and day(start)
                            if moon and abs((day(want) - day(start)).days) <= 1:
                                return True
                            if day(want) and day(want) in directions(phrase, start):
                                at = re.search(r" (\d\d:\d\d)", want)
                                if not at or clock(start) == at.group(1):
                                    return True
                    hours = re.match(r"\((T\d\d(?::\d\d)?),(T\d\d(?::\d\d)?),", v.get("timex") or "")
                    if hours:  # "between 4pm and 5pm"
                        ends = " ".join(m["value"] for m in mentions)
                        if all((h if len(h) > 3 else h + ":00") in ends for h in hours.groups()):
                            return True
                    first, stop = day(v.get("start")), day(v.get("end"))
                    if v.get("type") in ("daterange", "datetimerange") and (first or stop):
                        ok = True
                        if first:
                            ok = any(abs((x - first).days) <= 1 for s, _, _ in readings(mentions[0])
                                     for x in directions(phrase, s))
                        if stop and ok:
                            ok = any(abs((x - stop).days) <= 1 for m in mentions
                                     for s, e, _ in readings(m) for y in (e, s)
                                     for x in directions(phrase, y))
                        if ok:
                            return True
                return False
            yield Case("ms-recognizers", d["input"], d["ref"], r["start"], r["start"] + r["length"],
                       check, r.get("timex") or values[0].get("timex"))


def chrono(folder):
    import os
    for name in sorted(os.listdir(folder)):
        if not name.startswith("en") or not name.endswith(".ts") or "performance" in name:
            continue
        text = open(os.path.join(folder, name), encoding="utf-8").read()
        case = re.compile(r'testSingleCase\(\s*(?:chrono|chrono\.\w+|custom\w*),\s*"((?:[^"\\]|\\.)*)",\s*'
                          r'new Date\(([^)]*)\),\s*\((?:result|c|r)[^)]*\) => \{(.*?)\n    \}', re.S)
        for phrase, ref, body in case.findall(text):
            parts = [int(eval(x)) for x in ref.split(",") if re.fullmatch(r"[\d\s+-]+", x.strip())]
            if len(parts) < 3:
                continue
            parts[1] += 1
            try:
                ref_day = dt.datetime(*parts[:6])
            except ValueError:
                continue
            got = {}
            for side, field, value in re.findall(
                    r'expect\(result\.(start|end)!?\.get\("(\w+)"\)\)\.toBe\((-?\d+)\)', body):
                got[side, field] = int(value)
            if not all(("start", f) in got for f in ("year", "month", "day")):
                continue
            try:
                first = dt.datetime(got["start", "year"], got["start", "month"], got["start", "day"],
                                    got.get(("start", "hour"), 0) % 24, got.get(("start", "minute"), 0))
                last = None
                if all(("end", f) in got for f in ("year", "month", "day")):
                    last = dt.datetime(got["end", "year"], got["end", "month"], got["end", "day"])
            except ValueError:
                continue
            timed = ("start", "hour") in got and re.search(r"\d ?[:hap]|noon|midnight|clock", phrase)
            phrase = phrase.encode().decode("unicode_escape").encode("latin-1", "ignore").decode("utf-8", "ignore")
            yield Case("chrono", phrase, ref_day.isoformat(), 0, len(phrase),
                       interval_check(phrase, first, last, "Minute" if timed else "Day"), str(first))


def dateparser(folder):
    path = folder + "/test_date_parser.py"
    text = open(path, encoding="utf-8").read()
    english = text.split("# English dates", 1)
    block = english[1] if len(english) > 1 else text
    block = re.split(r"# (?:French|Japanese|Russian|German|Spanish)", block)[0]
    for phrase, args in re.findall(r'param\(\s*"([^"]+)",\s*datetime\(([\d, ]+)\)', block):
        parts = [int(x) for x in args.split(",") if x.strip()]
        want = dt.datetime(*parts[:6])
        grain = "Minute" if len(parts) > 3 and (want.hour or want.minute) else "Day"
        yield Case("dateparser", phrase, "2012-11-13", 0, len(phrase), interval_check(phrase, want, None, grain),
                   str(want))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tool")
    parser.add_argument("knowledge")
    parser.add_argument("folder")
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--left-out", action="store_true", dest="show_left_out")
    args = parser.parse_args()
    import os
    load_holidays(os.path.join(os.path.dirname(os.path.abspath(__file__)),
                               "../../../service/extract/dates/tables/holidays.tsv"))
    cases = list(duckling(args.folder + "/duckling_cases.jsonl"))
    cases += ms(args.folder + "/ms-recognizers_cases.jsonl")
    cases += chrono(args.folder + "/chrono")
    cases += dateparser(args.folder + "/dateparser")
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as f:
        for i, c in enumerate(cases):
            ref = c.ref if len(c.ref) > 10 else (c.ref or "2016-11-07")
            f.write(json.dumps({"id": str(i), "text": c.phrase, "date": ref}) + "\n")
        f.flush()
        out = subprocess.run([args.tool, args.knowledge, f.name, "--full", "--mode", "news"],
                             check=True, capture_output=True, text=True).stdout
    answers = {int(json.loads(l)["id"]): json.loads(l)["timexes"] for l in out.splitlines()}
    totals, reasons = {}, {}
    for i, c in enumerate(cases):
        reason = c.reason or left_out(c.phrase[c.begin:c.end])
        if reason:
            reasons.setdefault(reason, []).append(c.phrase)
            continue
        near = [t for t in answers[i] if t["begin"] < c.end and t["end"] > c.begin]
        right = bool(near) and c.check(near)
        n = totals.setdefault(c.origin, [0, 0])
        n[0] += right
        n[1] += 1
        if not right and args.failures:
            print(c.origin, "|", c.phrase, "|", c.phrase[c.begin:c.end], "| ref", c.ref[:10], "| wanted",
                  c.wanted, "| got", [(t["text"], t["value"], t["start"]) for t in answers[i]])
    for origin, (right, n) in totals.items():
        print("%-16s %5d of %5d right  %5.1f%%" % (origin, right, n, 100.0 * right / n))
    right, n = (sum(x) for x in zip(*totals.values()))
    print("%-16s %5d of %5d right  %5.1f%%" % ("all", right, n, 100.0 * right / n))
    for reason, phrases in reasons.items():
        print("left out %4d: %s" % (len(phrases), reason))
        if args.show_left_out:
            print("    " + "; ".join(sorted(set(phrases))))


if __name__ == "__main__":
    main()
