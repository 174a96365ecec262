import assert from "node:assert/strict";
import { test } from "node:test";
import { answerOfKey, failedItems, firstDraft, missingIn, openItems, sentItems } from "../src/pages/office/formalCheck";
import { readInvitees } from "../src/pages/office/invitees";
import { fitShare, noWishes, otherAssessors, withSwap } from "../src/pages/office/plan";
import { grosze, numbersOf, queryOf } from "../src/pages/office/search";

const items = [{ key: "a" }, { key: "b" }, { key: "c" }];
const draft = { a: { answer: "YES", reason: "left over" }, b: { answer: "NO", reason: " " } };

test("a formal check is whole when each item has an answer and each no a reason", () => {
  assert.deepEqual(openItems(items, draft).map(({ key }) => key), ["c"]);
  assert.deepEqual(failedItems(items, draft).map(({ key }) => key), ["b"]);
  assert.deepEqual(missingIn(items, draft), [{ item: items[1], what: "reason" }, { item: items[2], what: "answer" }]);
  assert.deepEqual(missingIn(items.slice(0, 2), { ...draft, b: { answer: "NO", reason: "why" } }), []);
});

test("a reason goes with a no, and as a note with what does not apply; never with a yes", () => {
  assert.deepEqual(sentItems(items, draft), [{ item: "a", answer: "YES", reason: "" }, { item: "b", answer: "NO", reason: "" }]);
  assert.deepEqual(sentItems([items[0]], { a: { answer: "NOT_APPLICABLE", reason: " osoba fizyczna " } }),
    [{ item: "a", answer: "NOT_APPLICABLE", reason: "osoba fizyczna" }]);
});

test("what the house found stands there first; a check that was sent back stands before it", () => {
  const found = [{ item: "a", answer: "YES", reason: "Złożono wczoraj" }, { item: "b", answer: "NO", reason: "Porównaj z 2" }];
  assert.deepEqual(firstDraft({ items: found }), { a: { answer: "YES", reason: "" }, b: { answer: "NO", reason: "" } });
  assert.deepEqual(firstDraft({ items: found, returned: { items: [{ item: "b", answer: "NO", reason: "Jak 2" }] } }),
    { a: { answer: "YES", reason: "" }, b: { answer: "NO", reason: "Jak 2" } });
});

test("a swap replaces an earlier wish about the same pair, and who holds the application cannot be chosen", () => {
  const pair = (applicationId, assessorUserId) => ({ applicationId, assessorUserId });
  const once = withSwap(noWishes, pair("1", "a"), pair("1", "b"));
  assert.deepEqual(once, { fixed: [pair("1", "b")], forbidden: [pair("1", "a")] });
  assert.deepEqual(withSwap(once, pair("1", "b"), pair("1", "a")), { fixed: [pair("1", "a")], forbidden: [pair("1", "b")] });
  const list = ["a", "b", "c", "d"].map((userId) => ({ assessor: { userId, maxCards: userId === "d" ? 0 : 5 } }));
  const plan = { pairs: [pair("1", "a"), pair("1", "b"), pair("2", "c")] };
  assert.deepEqual(otherAssessors(plan.pairs[0], plan, list).map(({ assessor }) => assessor.userId), ["c"]);
  assert.equal(fitShare(7249, "pl"), "72,5\u00a0%");
  assert.equal(fitShare(10000, "en"), "100.0%");
});

test("keys answer, in both languages", () => {
  assert.deepEqual(["t", "T", "y", "n", "d", "x", "Tab"].map(answerOfKey),
    ["YES", "YES", "YES", "NO", "NOT_APPLICABLE", undefined, undefined]);
});

test("a search's address becomes a question, and what is no amount is told", () => {
  assert.equal(grosze("1 500,5"), 150050n);
  assert.equal(grosze("12.50"), 1250n);
  assert.equal(grosze("1,234"), null);
  assert.equal(grosze("dużo"), null);
  const asked = new URLSearchParams({ text: "seniorzy", state: "RANKED", amountFrom: "15000", pointsFrom: "60", from: "2026-04-01" });
  assert.deepEqual(queryOf(asked), { text: "seniorzy", callId: "", states: ["RANKED"], submittedFrom: "2026-04-01",
    submittedUntil: "", amountFromGrosze: "1500000", pointsFrom: 6000 });
  assert.deepEqual(numbersOf(new URLSearchParams({ amountFrom: "x", text: "y" })), [["amountFrom", "x"]]);
});

test("a pasted list of people is read as people write such lists", () => {
  const { people, unreadable } = readInvitees("Anna Nowak, anna@example.org\n\nJan Kowalski <jan@example.org>\nEwa\tEwicka\tewa@example.org \r\nola@example.org; Ola Olska\nBez Adresu\nsam@example.org\nZły Adres, bez@małpy");

  assert.deepEqual(people.map(({ name, email }) => [name, email]), [["Anna Nowak", "anna@example.org"], ["Jan Kowalski", "jan@example.org"],
    ["Ewa Ewicka", "ewa@example.org"], ["Ola Olska", "ola@example.org"]]);
  assert.deepEqual(unreadable, [6, 7, 8]);
});
