"""What operators look at: every metric that the dashboard and the alert rules ask for is told by a running
daemon, and every alert has its runbook."""
import json
import os
import re

from stack import SERVICES, TOP

OBSERVABILITY = os.path.join(TOP, "deploy", "observability")
# Told by Prometheus itself, and by the centre once a partner region's site joined (tests/regions).
FROM_ELSEWHERE = {"up", "wlacznik_site_contact_timestamp_seconds", "wlacznik_site_clock_difference_seconds",
                  "wlacznik_site_untold_events"}


def read(name):
    with open(os.path.join(OBSERVABILITY, name), encoding="utf-8") as file:
        return file.read()


def asked(expression):
    return set(re.findall(r"\b(?:wlacznik|process)_[a-z_]+\b|\bup\b", re.sub(r'"[^"]*"', '""', expression)))


def told(stack):
    """Names of series, and the families that # HELP names."""
    names, families = set(), set()
    for service in SERVICES:
        page = stack.admin(service, "/metrics")[1]
        names |= set(re.findall(r"^([a-z_]+)[{ ]", page, re.M))
        families |= set(re.findall(r"^# HELP (\S+)", page, re.M))
    return names, families


def run(checks, stack, _world):
    dashboard = json.loads(read("dashboard.json"))
    expressions = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
    names, families = told(stack)
    wanted = set().union(*map(asked, expressions))
    checks.equal("every metric of the dashboard is told by a daemon", sorted(wanted - names - FROM_ELSEWHERE), [])
    # What the sites' metrics aside: the dashboard is where one looks first, so it shows them all.
    shown = {re.sub(r"_(bucket|sum|count)$", "", name) for name in wanted}
    checks.equal("every metric that a daemon tells is on the dashboard", sorted(families - shown), [])
    alerts = read("alerts.yml")
    rules = re.findall(r"expr: (?:\|\n)?((?:.|\n)*?)\n +(?:for|labels):", alerts)
    checks.that("the alert rules can be read", len(rules) == alerts.count("- alert:"), len(rules))
    checks.equal("every metric of an alert is told by a daemon",
                 sorted(set().union(*map(asked, rules)) - names - FROM_ELSEWHERE), [])
    runbooks = read("runbooks.md")
    checks.equal("every alert has a runbook", [name for name in re.findall(r"- alert: (\w+)", alerts)
                                               if not re.search(r"^#+ .*\b%s\b" % name, runbooks, re.M)], [])
    ids = [panel["id"] for panel in dashboard["panels"]]
    checks.that("no two panels have one id", len(set(ids)) == len(ids))
