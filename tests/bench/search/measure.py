"""How good search is, as JSON: {kind: [questions, recall@10, MRR]}. With a gateway and dissemination of its own:

    tests/integration/with-postgres python3 -B tests/bench/search/measure.py GATEWAY DISSEMINATION
"""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[1:1] = [os.path.join(os.path.dirname(os.path.dirname(HERE)), "integration", "dissemination"), HERE]

import quality  # noqa: E402
from world import EDITOR, World  # noqa: E402

world = World(*sys.argv[1:3])
try:
    editor = world.account("redakcja@example.org", EDITOR)
    corpus = quality.read_corpus()
    for text in corpus:
        entry = world.draft(text["title"])
        world.must("PUT", "/v1/entries/" + entry, {"version": 1, "text": text}, editor)
        world.must("POST", "/v1/entries/%s/publish" % entry, {"version": 2}, editor)

    def ask(query):
        return [entry["title"] for entry in world.must("GET", "/v1/catalogue?" + quality.query_string(query))["entries"]]

    print(json.dumps(quality.measure(ask, corpus)[0]))
finally:
    world.stop()
