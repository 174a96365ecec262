"""Collects every way in which the house says no out of the sources that say it, so that each problem type
has its page and no table is kept by hand: collect.py OUT SOURCE...

A refusal is a status, the stable reason and the sentence in both languages, in one list of arguments:
wl_fail (req, WL_NOT_FOUND, "no-such-call", "Nie ma...", "There is no..."). What has no Polish sentence is
for operators and never reaches HTTP. Writes rows of C, sorted: PROBLEM (name, status, HTTP status or 0, pl, en)."""

import re
import sys

TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|[A-Za-z_]\w*|\d+|\S', re.S)
REASON = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
STATUSES = {"INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
            "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL",
            "UNAVAILABLE", "UNAUTHENTICATED"}


def tokens_of(source):
    """Adjacent literals are one, as the compiler sees them."""
    out = []
    for token in TOKEN.findall(source):
        if token.startswith(("/*", "//")):
            continue
        if re.fullmatch("PRI[a-z]+[0-9]*", token):
            token = '"u"'
        if token.startswith('"') and out and out[-1].startswith('"'):
            out[-1] = out[-1][:-1] + token[1:]
        else:
            out.append(token)
    return out


def rest_of_arguments(tokens, at):
    """The literals behind `at`, to the end of the list that it stands in."""
    depth, literals = 0, []
    for token in tokens[at:]:
        depth += (token in "([{") - (token in ")]}")
        if depth < 0 or token == ";":
            break
        if token.startswith('"'):
            literals.append(token[1:-1])
    return literals


def in_order(first, second):
    """Polish and English, whichever a call says first."""
    polish = re.compile("[ąćęłńóśźżĄĆĘŁŃÓŚŹŻ„”]")
    return (second, first) if polish.search(second) and not polish.search(first) else (first, second)


def refusals(tokens):
    """(reason, status, HTTP status or 0, pl, en). A status in a variable is the one that it was held against."""
    case = None
    for at, token in enumerate(tokens):
        if token == "case" and tokens[at + 1].startswith("WL_") and tokens[at - 3] != "case":
            case = tokens[at + 1][3:]
        if token == "=" and tokens[at - 1] == "=" and tokens[at + 1].startswith("WL_"):
            case = tokens[at + 1][3:]
        if token == "default" and tokens[at + 1] == ":":
            case = "INTERNAL"
        # The reason follows at once, or behind one more argument: an HTTP status.
        place = next((place for place in (at + 2, at + 4) if place < len(tokens) and tokens[place - 1] == ","
                      and tokens[place].startswith('"')), None)
        status = case if token == "status" else token[3:]
        if token == "refuse_until":
            place, status = at + 4, "FAILED_PRECONDITION"
        if place is None or status not in STATUSES or not (token == "status" or token == "refuse_until" or
                                                           token.startswith("WL_")):
            continue
        reason = tokens[place][1:-1]
        sentences = [text for text in rest_of_arguments(tokens, place + 1) if " " in text]
        # An HTTP status of its own stands behind the status, or before it in a table's row.
        http = tokens[at + 2] if place == at + 4 and tokens[at + 2].isdigit() else "0"
        if tokens[at - 2].isdigit() and tokens[at - 3] == "{":
            http = tokens[at - 2]
        if REASON.fullmatch(reason) and len(sentences) >= 2:
            yield reason, status, http, *in_order(*sentences[:2])


def readable(text):
    """What the moment fills in stands as an ellipsis."""
    return re.sub(r"%[-0-9.*]*(?:ll|l|z|j)?[a-z]", "…", text).replace("%%", "%")


def main():
    out, found = sys.argv[1], {}
    for path in sorted(sys.argv[2:]):
        with open(path, encoding="utf-8") as file:
            for reason, status, http, pl, en in refusals(tokens_of(file.read())):
                before = found.setdefault(reason, (status, http, []))
                if before[1] == "0" and http != "0":
                    found[reason] = before = (status, http, before[2])
                sentences = before[2]
                if (pl, en) not in sentences:
                    sentences.append((pl, en))
    with open(out, "w", encoding="utf-8") as file:
        for reason in sorted(found):
            status, http, sentences = found[reason]
            for pl, en in sentences:
                file.write('PROBLEM ("%s", WL_%s, %s, "%s", "%s")\n' % (
                    reason, status, http, readable(pl), readable(en)))


if __name__ == "__main__":
    main()
