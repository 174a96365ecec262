// Where a grant stands, and whose turn it is.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseHundredths } from "../src/form/numbers";
import { countSpending, readSpending, spendingEntry, typedSpending } from "../src/pages/grant/spending";
import { amendmentWaits, balancesOf, signedGrosze, turnOf } from "../src/pages/grant/standing";

const now = Date.parse("2026-07-01T00:00:00Z");
const tranche = (position, paid = true) => ({ position, paid, amountGrosze: "100" });
const report = (position, state, dueUntil = "2026-09-01T00:00:00Z") => ({ position, state, dueUntil });
const entry = (part) => ({ agreed: "200", toPay: "0", advanced: "0", accepted: "0", returned: "0", released: "0", ...part });
const running = (part) => ({ state: "GRANT_RUNNING", amountGrosze: "200", tranches: [tranche(1), tranche(2, false)],
  reports: [report(1, "REPORT_EXPECTED"), report(2, "REPORT_EXPECTED")], amendments: [], ledger: [], ...part });

test("a grant waits for one thing at a time, in the order of its tranches", () => {
  const turns = [
    [{ state: "GRANT_OFFERED", acceptUntil: "2026-08-01T00:00:00Z" }, "grantee", "sign"],
    [{ state: "GRANT_DECLINED" }, "nobody", "declined"],
    [{ state: "GRANT_CLOSED" }, "nobody", "closed"],
    [{ tranches: [tranche(1, false), tranche(2, false)] }, "office", "pay", 1],
    [{}, "grantee", "report", 1],
    [{ reports: [report(1, "REPORT_TO_MEND"), report(2, "REPORT_EXPECTED")] }, "grantee", "mend", 1],
    [{ reports: [report(1, "REPORT_SUBMITTED"), report(2, "REPORT_EXPECTED")] }, "office", "decide", 1],
    [{ reports: [report(1, "REPORT_ACCEPTED"), report(2, "REPORT_EXPECTED")] }, "office", "pay", 2],
    [{ tranches: [tranche(1), tranche(2)], reports: [report(1, "REPORT_ACCEPTED"), report(2, "REPORT_ACCEPTED")] }, "grantee", "return"],
  ];
  for (const [part, who, what, position] of turns) {
    const turn = turnOf(running(part), now);
    assert.deepEqual([turn.who, turn.what, turn.position], [who, what, position], what);
  }
});

test("a report is late from the first instant on that its term names", () => {
  const due = "2026-07-01T00:00:00Z";
  const late = (at) => turnOf(running({ reports: [report(1, "REPORT_EXPECTED", due)] }), at).late;
  assert.deepEqual([late(now - 1), late(now)], [false, true]);
});

test("what comes back is what the ledger says is still to be accounted for", () => {
  const settled = running({ tranches: [tranche(1)], reports: [report(1, "REPORT_ACCEPTED")],
    ledger: [entry({ advanced: "200" }), entry({ accepted: "150", advanced: "50" })] });
  assert.equal(turnOf(settled, now).amount, "50");
  assert.equal(balancesOf(running({})).agreed, "200", "before anything is booked the offer stands");
});

test("a change of an amount is typed with either sign; what is no amount is none", () => {
  const read = (text) => signedGrosze(text, parseHundredths);
  assert.deepEqual(["500", "+500", "-500,50", "\u2212500", "", "dużo", "-"].map(read), [50000n, 50000n, -50050n, -50000n, 0n, null, null]);
});

test("only one amendment waits at a time", () => {
  assert.equal(amendmentWaits(running({ amendments: [{ state: "AMENDMENT_REFUSED" }] })), false);
  assert.equal(amendmentWaits(running({ amendments: [{ state: "AMENDMENT_REFUSED" }, { state: "AMENDMENT_ASKED" }] })), true);
});

test("a statement of spending is read line by line, and empty lines are none", () => {
  const typed = { "item-1": " Sala ", "amount-1": "1 200,50", "document-1": "FV/1", "paidOn-1": "2026-06-01", "item-3": "", "amount-3": "zł", "item-4": "Druk", "amount-4": "0" };
  const read = readSpending((name) => typed[name] ?? "", 4);
  assert.deepEqual(read.wrong, ["item-3", "amount-3", "amount-4"]);
  assert.equal(read.sum, 120050n);
  assert.deepEqual(read.lines[0], { item: "Sala", document: "FV/1", paidOn: "2026-06-01", amountGrosze: "120050" });
  assert.equal(countSpending(Object.keys(typed)), 4);
  const back = typedSpending({ statement: { lines: read.lines.slice(0, 1) } }, "pl");
  assert.equal(readSpending((name) => back[name] ?? "", 1).sum, 120050n);
  assert.deepEqual([spendingEntry("statement.lines[2].amountGrosze"), spendingEntry("statement.lines[0].item"), spendingEntry("summary")],
    ["amount-3", "item-1", "summary"]);
});
