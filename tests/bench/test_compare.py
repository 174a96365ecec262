"""compare, on result files made for it."""
import copy
import json
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
RESULT = {"at": "2026-11-26T12:00:00Z", "cores": 2, "load_before": 0.1, "rows": [
    {"name": "rpc round trip", "ratio": 1.4, "goal": "at most 2.00"},
    {"name": "  the slowest", "ratio": 2.0, "goal": "at most 4.00"},
    {"name": "letters a second", "ratio": 0.9, "goal": "at least 0.80"},
    {"name": "shown only", "ratio": 0.5, "goal": ""}]}


class Compare(unittest.TestCase):
    def judge(self, change):
        after = copy.deepcopy(RESULT)
        change(after["rows"])
        with tempfile.TemporaryDirectory() as folder:
            paths = [os.path.join(folder, name) for name in ("before", "after")]
            for path, result in zip(paths, (RESULT, after)):
                with open(path, "w", encoding="utf-8") as file:
                    json.dump(result, file)
            return subprocess.run([sys.executable, os.path.join(HERE, "compare"), *paths],
                                  check=False, capture_output=True).returncode

    def test_the_same_passes(self):
        self.assertEqual(self.judge(lambda rows: None), 0)

    def test_a_little_worse_passes_and_more_fails(self):
        self.assertEqual(self.judge(lambda rows: rows[0].update(ratio=1.4 * 1.14)), 0)
        self.assertEqual(self.judge(lambda rows: rows[0].update(ratio=1.4 * 1.16)), 1)
        self.assertEqual(self.judge(lambda rows: rows[1].update(ratio=2.0 * 1.16)), 1)

    def test_at_least_is_worse_when_it_falls(self):
        self.assertEqual(self.judge(lambda rows: rows[2].update(ratio=1.8)), 0)
        self.assertEqual(self.judge(lambda rows: rows[2].update(ratio=0.7)), 1)

    def test_what_has_no_goal_is_not_judged(self):
        self.assertEqual(self.judge(lambda rows: rows[3].update(ratio=50)), 0)

    def test_what_is_gone_fails_and_what_is_new_does_not(self):
        self.assertEqual(self.judge(lambda rows: rows.pop(0)), 1)
        self.assertEqual(self.judge(lambda rows: rows.append({"name": "more", "ratio": 1, "goal": ""})), 0)


unittest.main()
