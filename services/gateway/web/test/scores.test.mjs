import assert from "node:assert/strict";
import { test } from "node:test";
import { heldScores, plainScoring, reasonMin, scoresOf, scoringOf, totalOf } from "../src/pages/cards/scores";

const criteria = [{ key: "a", maxPoints: 2000, premium: false }, { key: "b", maxPoints: 2000, premium: false },
  { key: "c", maxPoints: 500, premium: true }];
const scoring = { a: { points: "12,5", reason: " ok " }, b: { points: "", reason: "later" }, c: { points: "0", reason: "" } };

test("points are hundredths; nought is a score, and a reason without points waits", () => {
  assert.deepEqual(scoresOf(criteria, scoring), [{ criterion: "a", points: 1250, reason: "ok" },
    { criterion: "c", points: 0, reason: "" }]);
  assert.deepEqual(heldScores(criteria, scoring), ["b"]);
  assert.deepEqual(heldScores(criteria, { a: { points: "many", reason: "" } }), ["a"]);
});

test("scores come back as they are typed", () => {
  const back = scoringOf(criteria, scoresOf(criteria, scoring), "pl");
  assert.deepEqual(back.a, { points: "12,5", reason: "ok" });
  assert.equal(back.b, undefined);
  assert.deepEqual(plainScoring(criteria, back).a, plainScoring(criteria, { a: { points: "12.50", reason: "ok" } }).a);
});

test("premiums count for the sum and not for the threshold", () => {
  assert.deepEqual(totalOf(criteria, { a: { points: "12", reason: "" }, c: { points: "5", reason: "" } }),
    { points: 1700, counted: 1200, max: 4500 });
});

test("an opinion in words is a score by its reason, and a reason may be optional", () => {
  const inWords = [{ key: "w", maxPoints: 0, scale: "SCALE_WORDS" }];
  assert.deepEqual(scoresOf(inWords, { w: { points: "", reason: "A clear plan." } }),
    [{ criterion: "w", points: 0, reason: "A clear plan." }]);
  assert.deepEqual(heldScores(inWords, { w: { points: "", reason: "A clear plan." } }), []);
  assert.equal(reasonMin({ reasonMinLength: 0 }, { reasonMinLength: 20 }), 20);
  assert.equal(reasonMin({ reasonMinLength: 50 }, { reasonMinLength: 20 }), 50);
  assert.equal(reasonMin({ reasonMinLength: 50, reasonOptional: true }, { reasonMinLength: 20 }), 0);
});
