"""Writes the common passwords, one a line, sorted by bytes: make_list.py OUT.

Of python3-zxcvbn (MIT; 30,000 leaked passwords by how often they occurred) and polish.txt. Those below
four characters are left out: what is left of a good password after its digits may be as short."""
import sys

sys.path.insert(0, "/usr/lib/python3/dist-packages")
from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: E402

out, own = sys.argv[1:]
with open(own, encoding="utf-8") as file:
    words = set(file.read().split()) | set(FREQUENCY_LISTS["passwords"])
lines = sorted(word.lower().encode("utf-8") for word in words if len(word) >= 4 and "\n" not in word)
with open(out, "wb") as file:
    file.write(b"".join(line + b"\n" for line in lines))
