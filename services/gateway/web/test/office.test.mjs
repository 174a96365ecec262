import assert from "node:assert/strict";
import { test } from "node:test";
import { answerOfKey, failedItems, missingIn, openItems, sentItems } from "../src/pages/office/formalCheck";

const items = [{ key: "a" }, { key: "b" }, { key: "c" }];
const draft = { a: { answer: "YES", reason: "left over" }, b: { answer: "NO", reason: " " } };

test("a formal check is whole when each item has an answer and each no a reason", () => {
  assert.deepEqual(openItems(items, draft).map(({ key }) => key), ["c"]);
  assert.deepEqual(failedItems(items, draft).map(({ key }) => key), ["b"]);
  assert.deepEqual(missingIn(items, draft), [{ item: items[1], what: "reason" }, { item: items[2], what: "answer" }]);
  assert.deepEqual(missingIn(items.slice(0, 2), { ...draft, b: { answer: "NO", reason: "why" } }), []);
});

test("a reason goes with a no only", () => {
  assert.deepEqual(sentItems(items, draft), [{ item: "a", answer: "YES", reason: "" }, { item: "b", answer: "NO", reason: "" }]);
});

test("keys answer, in both languages", () => {
  assert.deepEqual(["t", "T", "y", "n", "d", "x", "Tab"].map(answerOfKey),
    ["YES", "YES", "YES", "NO", "NOT_APPLICABLE", undefined, undefined]);
});
