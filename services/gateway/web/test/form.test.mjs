import assert from "node:assert/strict";
import { test } from "node:test";
import { progressOf } from "../src/form/progress";
import { answersOf, canonical, countCharacters, draftOf, isMisread, parseHundredths, parseWhole } from "../src/form/values";
import { timelineOf } from "../src/pages/apply/way";

const field = (key, kind, more = {}) => ({ key, kind, required: true, choices: [], ...more });

test("amounts are read as people write them, to the grosz", () => {
  assert.equal(parseHundredths("25 000,00 zł"), 2500000n);
  assert.equal(parseHundredths("12500.5"), 1250050n);
  assert.equal(parseHundredths("0,07"), 7n);
  assert.equal(parseHundredths("25\u00a0000"), 2500000n);
  for (const wrong of ["", "dużo", "12,345", "-5", "1,2,3"]) assert.equal(parseHundredths(wrong), null, wrong);
});

test("whole numbers too, and what is none is said to be none", () => {
  assert.equal(parseWhole("1 250"), 1250n);
  assert.equal(parseWhole("12,5"), null);
  assert.equal(isMisread(field("n", "NUMBER"), "dwanaście"), true);
  assert.equal(isMisread(field("n", "NUMBER"), " "), false);
  assert.equal(isMisread(field("t", "SHORT_TEXT"), "dwanaście"), false);
});

test("a draft goes to answers and back", () => {
  const fields = [field("title", "SHORT_TEXT"), field("how", "LONG_TEXT"), field("n", "NUMBER"), field("sum", "MONEY"),
    field("who", "MULTI_CHOICE"), field("yes", "DECLARATION"), field("link", "LINK")];
  const draft = { title: " Ławka ", how: "a\r\nb", n: "0", sum: "5 000", who: ["x"], yes: [], link: "  " };
  const answers = answersOf(fields, draft);
  assert.deepEqual(answers, [{ field: "title", text: "Ławka" }, { field: "how", text: "a\nb" },
    { field: "n", number: "0" }, { field: "sum", number: "500000" }, { field: "who", choices: ["x"] }]);
  const whole = answers.map((answer) => ({ text: "", number: "0", choices: [], ...answer }));
  assert.equal(draftOf(fields, whole, "pl").sum.replaceAll(/\s/g, ""), "5000");
  assert.equal(canonical(fields[3], "5 000,00 zł"), canonical(fields[3], "5000"));
  assert.equal(canonical(fields[3], "5000,50"), "5000.50");
});

test("characters are counted as the API does: by code points, a line's end once", () => {
  assert.equal(countCharacters("Łódź"), 4);
  assert.equal(countCharacters("a\r\nb"), 3);
  assert.equal(countCharacters("👍"), 1);
});

test("a part is empty, begun or filled", () => {
  const section = { fields: [field("a", "SHORT_TEXT"), field("b", "SHORT_TEXT", { required: false }), field("c", "DECLARATION")] };
  assert.equal(progressOf(section, {}), "empty");
  assert.equal(progressOf(section, { b: "x" }), "started");
  assert.equal(progressOf(section, { a: "x", c: ["yes"] }), "filled");
  assert.equal(progressOf({ fields: [field("b", "SHORT_TEXT", { required: false })] }, {}), "filled");
});

const definition = {
  submitUntil: "2026-11-30T23:00:00Z",
  stages: [{ key: "idea", assessment: "POINTS", formalItems: [{}] }, { key: "specification" }, { key: "report" }],
};
const way = (application) => timelineOf({ createdAt: "", number: "1", ...application }, definition)
  .map(({ name, stage, state }) => `${stage?.key ?? name} ${state}`);

test("the way of an application says where it is", () => {
  assert.deepEqual(way({ state: "DRAFT", stage: "idea", number: "" }), ["draft now", "submit ahead", "formal ahead",
    "merit ahead", "list ahead", "specification ahead", "report ahead", "catalogue ahead"]);
  assert.equal(way({ state: "SUBMITTED", stage: "idea" })[2], "formal now");
  assert.equal(way({ state: "FORMALLY_REJECTED", stage: "idea" })[2], "formal stopped");
  assert.equal(way({ state: "BELOW_THRESHOLD", stage: "idea" })[4], "list stopped");
  assert.equal(way({ state: "RESERVE", stage: "idea" })[4], "list now");
  assert.deepEqual(way({ state: "SUBMITTED", stage: "report" }).slice(4), ["list done", "specification done",
    "report now", "catalogue ahead"]);
  assert.equal(way({ state: "ENDED", stage: "specification" })[5], "specification stopped");
  assert.equal(way({ state: "COMPLETED", stage: "report" }).at(-1), "catalogue done");
});
