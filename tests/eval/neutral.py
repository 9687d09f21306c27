"""Turns the service's JSON (ArticleMetadata, offsets in UTF-32) into the scorer's neutral form.

The neutral form is defined in ../shared/eval/README.md; the JSON is protobuf's own mapping of
nutgraf.v1.ArticleMetadata.
"""

QUESTIONS = ("who", "what", "when", "where", "why", "how")
ENTITY_TYPES = {
    "PARTICIPANT_TYPE_PERSON": "PER",
    "PARTICIPANT_TYPE_ORGANIZATION": "ORG",
    "PARTICIPANT_TYPE_COUNTRY": "LOC",
    "PARTICIPANT_TYPE_GROUP": "GROUP",
}
# A pronoun or "the company" is a mention of a participant, not a name.
NAME_KINDS = {"MENTION_KIND_NAME", "MENTION_KIND_ALIAS", "MENTION_KIND_METONYM"}
QUOTE_TYPES = {"QUOTE_TYPE_DIRECT": "direct", "QUOTE_TYPE_MIXED": "mixed",
               "QUOTE_TYPE_INDIRECT": "indirect"}
# "Republicans" and "Muslims" are neither of the scorer's three name types.
LEFT_OUT = {"GROUP"}


def span(message):
    """begin and end of a TextSpan; protobuf's JSON leaves zero values out"""
    return {"begin": message.get("begin", 0), "end": message.get("end", 0)}


def named(message):
    return bool(message) and message.get("end", 0) > message.get("begin", 0)


def entities(metadata):
    found = {}
    for participant in metadata.get("participants", []):
        kind = ENTITY_TYPES.get(participant.get("type"), "OTHER")
        for mention in participant.get("mentions", []):
            if mention.get("kind") in NAME_KINDS and kind not in LEFT_OUT:
                s = span(mention["span"])
                found[s["begin"], s["end"]] = dict(
                    s, type=kind, canonical=participant.get("name", ""),
                    salience=participant.get("salience", 0))
    for place in metadata.get("places", []):
        for mention in place.get("mentions", []):
            s = span(mention["span"])
            found.setdefault((s["begin"], s["end"]), dict(
                s, type="LOC", canonical=place.get("name", ""),
                salience=place.get("salience", 0)))
    return [found[key] for key in sorted(found)]


def salient(metadata):
    """Participants and places by falling salience: the set grades both. A country that acts and that things
    happen in is named once."""
    best = {}
    for row in metadata.get("participants", []) + metadata.get("places", []):
        key = row.get("name", "")
        best[key] = max(best.get(key, 0), row.get("salience", 0))
    return sorted(({"name": k, "salience": v} for k, v in best.items()), key=lambda p: -p["salience"])


def timexes(metadata):
    return [dict(span(date["span"]), type=date["type"].removeprefix("DATE_TYPE_"),
                 value=date.get("value", ""), start=date.get("start", ""))
            for date in metadata.get("dates", [])]


def answers(metadata):
    facts = metadata.get("headlineFacts", [])
    if not facts:
        return {}
    dates = {date.get("dateId"): date for date in metadata.get("dates", [])}
    out = {}
    for question in QUESTIONS:
        given = facts[0].get(question)
        given = given if isinstance(given, list) else [given] if given else []
        rows = []
        for answer in given:
            row = {"text": answer.get("text", "")}
            # A resolved form (a name for a pronoun, the headline's words) is no slice: it has no offsets.
            if named(answer.get("span")) and answer["span"].get("text", row["text"]) == row["text"]:
                row.update(span(answer["span"]))
            start = dates.get(answer.get("dateId"), {}).get("start", "")
            if question == "when" and start:
                row["value"] = start[:10]
            rows.append(row)
        if rows:
            out[question] = rows
    # Several actors are one answer to the question who; the scorer reads the first only.
    if len(out.get("who", [])) > 1:
        out["who"] = [{"text": ", ".join(row["text"] for row in out["who"])}]
    return out


def quotes(metadata):
    out = []
    for quote in metadata.get("quotes", []):
        speaker = quote.get("speaker", {}).get("span")
        cue = [span(c) for c in quote.get("cue", [])]
        out.append({
            "content": [span(c) for c in quote.get("content", [])],
            "speaker": span(speaker) if named(speaker) else None,
            "cue": cue[0] if cue else None,
            "type": QUOTE_TYPES.get(quote.get("type"), "indirect"),
        })
    return out


def body(metadata, text):
    kept = [z for z in metadata.get("zones", [])
            if z.get("type") in ("ZONE_TYPE_BODY", "ZONE_TYPE_DATELINE")]
    return "\n".join(text[z["span"].get("begin", 0):z["span"].get("end", 0)] for z in kept)


def neutral(metadata, document_id, text):
    """One document's row of the neutral form."""
    facts = metadata.get("headlineFacts", [])
    return {
        "id": document_id,
        "entities": entities(metadata),
        "timexes": timexes(metadata),
        "answers": answers(metadata),
        "main_sentences": [span(f["evidence"]) for f in facts if named(f.get("evidence"))],
        "participants": salient(metadata),
        "quotes": quotes(metadata),
        "topics": [{"code": t["code"], "confidence": t.get("confidence", 0)}
                   for t in metadata.get("topics", [])],
        "keyphrases": [k["text"] for k in metadata.get("keyphrases", [])],
        "body": body(metadata, text),
    }
