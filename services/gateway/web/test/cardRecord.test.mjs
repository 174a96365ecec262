// The digests of cards, with the example that tests/unit/evaluation/test-card-record.c has.
import assert from "node:assert/strict";
import { test } from "node:test";
import { check, digestOf, isMadeOf } from "../src/pages/apply/cardRecord";

const seal = "3a492e3eb125a294d76e310d1cf3f70830911ef06ae42f8bf97b150b44086692";
const score = (criterion, points, reason) => ({ criterion, points, reason });
const record = (change = {}) => ({
  applicationId: "01910000-0000-7000-8000-000000000001", stage: "idea", round: 2, third: true, seal,
  scores: { list: [score("problem", 4000, ""), score("novelty", 3550, "Nowe w gminie.\nseal 0")], recommendation: "RETURN" },
  digest: "76cf57b4a4aaf1ca6c6d6ae900bae8b7e56df4579870abcd386a44580aa311eb", stream: "evaluation/30", position: "7", chain: "", ...change,
});

test("a card's digest is that of the services", async () => {
  assert.equal(await digestOf(record()), record().digest);
  assert.equal(await digestOf(record({ round: 1, third: false, scores: undefined })),
    "8ebba8e73d79c84ee19121f9fe064ea5096a2254ca1e87d606906aed624dfabe");
});

test("a changed card is found, and an old one is not called wrong", async () => {
  const changed = record({ scores: { list: [score("problem", 4000, ""), score("novelty", 3600, "Nowe w gminie.\nseal 0")], recommendation: "RETURN" } });
  const findings = (await check([record(), changed, record({ digest: "" })])).map(({ finding }) => finding);

  assert.deepEqual(findings, ["same", "different", "undigested"]);
});

test("the consolidated card is made of the cards", () => {
  const other = record({ scores: { list: [score("problem", 4000, "Ważny."), score("novelty", 3505, "Znane.")], recommendation: "RETURN" } });
  const card = (points, reasons) => ({ cards: 2, criteria: [
    { criterion: "problem", points: 4000, reasons: ["Ważny."] }, { criterion: "novelty", points, reasons }] });
  const reasons = ["Nowe w gminie.\nseal 0", "Znane."];

  assert.ok(isMadeOf(card(3528, reasons), [record(), other]));  // 3527.5 goes up
  assert.ok(!isMadeOf(card(3527, reasons), [record(), other]));
  assert.ok(!isMadeOf(card(3528, [...reasons].reverse()), [record(), other]));
  assert.ok(!isMadeOf(card(3528, reasons), [record()]));
});
