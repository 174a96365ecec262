"""How good search is: the labelled queries of queries.json over the demo's 62 innovations.

recall@10: what share of the relevant ones is among the first ten, the mean over the queries.
MRR: one over the place of the first relevant one, the mean over the queries.
"""
import json
import os
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))


def read_corpus():
    """The demo's applications as the texts of entries."""
    with open(os.path.join(TOP, "deploy", "demo", "applications.json"), encoding="utf-8") as file:
        return [{"title": a["title"], "summary": a["summary"], "problem": a["problem"], "solution": a["how"],
                 "recipients": a["recipients"], "evidence": a["novelty"], "steps": a["how"], "licence": "CC-BY-4.0",
                 "authors": "Zespół"} for a in json.load(file)]


def read_queries():
    with open(os.path.join(HERE, "queries.json"), encoding="utf-8") as file:
        return json.load(file)


def measure(ask, corpus):
    """`ask (query)` gives the titles found, best first. ({kind: (queries, recall@10, MRR)}, [what was missed])"""
    kinds, missed = {}, []
    for case in read_queries():
        wanted = [corpus[number]["title"] for number in case["relevant"]]
        found = ask(case["query"])[:10]
        hits = [title for title in wanted if title in found]
        first = min([found.index(title) + 1 for title in hits], default=0)
        for kind in (case["kind"], "all"):
            count, recall, rank = kinds.get(kind, (0, 0.0, 0.0))
            kinds[kind] = (count + 1, recall + len(hits) / len(wanted), rank + (1 / first if first else 0))
        if len(hits) < len(wanted) or first != 1:
            missed.append("%s: wanted %s, found %s" % (case["query"], wanted, found))
    return {kind: (count, recall / count, rank / count) for kind, (count, recall, rank) in kinds.items()}, missed


def query_string(query, **more):
    return urllib.parse.urlencode({"query": query, **more})
