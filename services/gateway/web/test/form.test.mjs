import assert from "node:assert/strict";
import { test } from "node:test";
import { changesOf, isNothing } from "../src/form/changes";
import { progressOf } from "../src/form/progress";
import { parseHundredths, parseWhole } from "../src/form/numbers";
import { readForm, shownSections } from "../src/form/reading";
import { budgetTotal } from "../src/form/rows";
import { answersOf, canonical, countCharacters, draftOf, isMisread } from "../src/form/values";
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

const progress = (section, draft) => progressOf(section, readForm([section], draft, "PERSON"), draft);

test("a part is empty, begun or filled", () => {
  const section = { fields: [field("a", "SHORT_TEXT"), field("b", "SHORT_TEXT", { required: false }), field("c", "DECLARATION")] };
  assert.equal(progress(section, {}), "empty");
  assert.equal(progress(section, { b: "x" }), "started");
  assert.equal(progress(section, { a: "x", c: ["yes"] }), "filled");
  assert.equal(progress({ fields: [field("b", "SHORT_TEXT", { required: false })] }, {}), "filled");
});

test("a question is asked when its condition holds, and one that is not asked counts as not answered", () => {
  const when = (test, more) => ({ any: false, list: [{ field: "a", test, value: "", number: "0", applicantTypes: [], ...more }] });
  const first = { key: "1", fields: [field("a", "SINGLE_CHOICE"),
    field("b", "SHORT_TEXT", { visibleIf: when("CHOSEN", { value: "yes" }) }),
    field("c", "SHORT_TEXT", { required: false, requiredIf: when("ANSWERED", { field: "b" }) })] };
  const second = { key: "2", visibleIf: when("APPLICANT_IS", { field: "", applicantTypes: ["NGO"] }),
    fields: [field("d", "SHORT_TEXT"), field("e", "SHORT_TEXT", { retired: true })] };
  const asked = (draft, applicant = "PERSON") => readForm([first, second], draft, applicant);
  const shown = (list) => list.filter((each) => each.shown).map((each) => each.field.key).join("");

  assert.equal(shown(asked({ b: "kept" })), "ac");
  assert.equal(asked({ b: "kept" })[2].required, false, "b is written but not asked");
  assert.equal(shown(asked({ a: ["yes"], b: "x" }, "NGO")), "abcd");
  assert.equal(asked({ a: ["yes"], b: "x" })[2].required, true);
  assert.deepEqual(shownSections(asked({})).map(({ key }) => key), ["1"]);
});

test("rows go to their answers and back; an empty row is none", () => {
  const budget = field("costs", "BUDGET", { choices: [{ key: "work" }] });
  const people = field("team", "PERSON_LIST");
  const table = field("plan", "TABLE", { columns: [{ key: "what", kind: "SHORT_TEXT" }, { key: "sum", kind: "MONEY" }] });
  const rows = [{ category: "work", name: "Animatorka", price: "1 500,50", count: "3" }, { name: " " }];
  assert.deepEqual(answersOf([budget], { costs: rows })[0].budget,
    [{ category: "work", name: "Animatorka", unitPriceGrosze: "150050", count: "3" }]);
  assert.equal(budgetTotal(rows), 450150n);
  assert.deepEqual(answersOf([table], { plan: [{ what: "Druk", sum: "20" }] })[0].rows,
    [{ cells: [{ column: "what", text: "Druk" }, { column: "sum", number: "2000" }] }]);
  assert.deepEqual(answersOf([people], { team: [{}] }), []);
  assert.equal(isMisread(budget, [{ price: "dużo" }]), true);
  const sent = { ...answersOf([budget], { costs: rows })[0] };
  assert.deepEqual(canonical(budget, draftOf([budget], [sent], "pl").costs), canonical(budget, rows));
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

test("what changed between two versions of a form is told question by question", () => {
  const field = (key, more = {}) => ({
    key, kind: "LONG_TEXT", label: { pl: key, en: "" }, required: true, maxLength: 0, choices: [], columns: [], retired: false, ...more });
  const form = (...fields) => ({ sections: [{ key: "idea", title: { pl: "Pomysł", en: "" }, fields }] });
  const choice = (key, label = key) => ({ key, label: { pl: label, en: "" } });
  const before = form(field("title"), field("problem"), field("place"), field("who", { choices: [choice("a"), choice("b")] }), field("old"), field("back", { retired: true }));
  const after = form(
    field("title"), field("problem", { label: { pl: "Jaki problem?", en: "" } }), field("place", { maxLength: 500 }),
    field("who", { choices: [choice("a"), choice("b"), choice("c")] }), field("old", { retired: true }), field("back"), field("film"));
  const keys = Object.fromEntries(Object.entries(changesOf(before, after)).map(([name, fields]) => [name, fields.map(({ key }) => key)]));

  assert.deepEqual(keys, { added: ["back", "film"], retired: ["old"], reworded: ["problem"], changed: ["place", "who"] });
  assert.ok(isNothing(changesOf(after, after)));
  assert.ok(isNothing(changesOf(before, form(...[...before.sections[0].fields].reverse()))));
});
