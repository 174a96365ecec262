"""Checks the list of parts on standard input (CycloneDX) and the statements about them (OpenVEX)."""
import json
import sys


def main():
    parts = json.load(sys.stdin)
    with open(sys.argv[1], encoding="utf-8") as file:
        vex = json.load(file)
    names = {part["name"] for part in parts["components"]}
    wanted = {"libzmq5", "libczmq4", "libprotobuf-c1", "libpq5", "libsodium23", "libcivetweb1", "libcurl4"}
    assert parts["bomFormat"] == "CycloneDX" and parts["specVersion"], parts.keys()
    assert wanted <= names, "missing: %s" % (wanted - names)
    assert any(part["purl"].startswith("pkg:npm/") for part in parts["components"]), "no part of the web client"
    assert all(part.get("version") and part.get("purl") for part in parts["components"]), "a part without version or purl"
    assert vex["statements"] and all(one["status"] in ("not_affected", "affected", "fixed", "under_investigation")
                                     and (one["status"] != "not_affected" or one.get("justification") or one.get("impact_statement"))
                                     for one in vex["statements"]), "a statement that says nothing"
    print("%d parts, %d statements" % (len(names), len(vex["statements"])))


main()
