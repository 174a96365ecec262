// The editor of calls without its pages: instants, places, entries, order, advice, beginnings.
import assert from "node:assert/strict";
import { test } from "node:test";
import { adviceOn } from "../src/editor/advice";
import { fitRegions, fromFile, fromNothing } from "../src/editor/beginning";
import { conditionsOf, typedConditions } from "../src/editor/conditions";
import { applyValues, entryAt, plainValues, valuesOf } from "../src/editor/entries";
import { getAt, setAt, within } from "../src/editor/path";
import { keyFor } from "../src/editor/slug";
import { addField, askedBy, canStep, fieldPath, fieldsBefore, moveField, newField, removeField, stepField } from "../src/editor/structure";
import { endOf, lastWallOf, midnightAfter, momentOf, wallOf } from "../src/format/warsaw";
import { pageOf } from "../src/pages/editor/routes";

test("a Polish clock, in winter, in summer, and when it is moved", () => {
  assert.equal(momentOf("2026-11-30T23:59:59"), "2026-11-30T22:59:59Z");
  assert.equal(momentOf("2026-07-01T12:00"), "2026-07-01T10:00:00Z");
  assert.equal(momentOf("2027-03-28T02:30:00"), null, "the hour that is leapt over");
  assert.equal(momentOf("2026-10-25T02:30:00"), "2026-10-25T01:30:00Z", "the second of the two");
  for (const nothing of ["", "T", "2026-02-30T10:00:00", "2026-11-30T", "2026-11-30T25:00:00", "T12:00:00"])
    assert.equal(momentOf(nothing), null, nothing);
  assert.equal(wallOf("2026-11-30T22:59:59Z"), "2026-11-30T23:59:59");
  assert.equal(lastWallOf("2026-11-30T23:00:00Z"), "2026-11-30T23:59:59");
  assert.equal(endOf("2026-11-30T23:59:59"), "2026-11-30T23:00:00Z");
  assert.equal(lastWallOf("2026-11-30T22:59:59.500Z"), "2026-11-30T23:59:59");
  assert.equal(midnightAfter(3, Date.parse("2026-10-23T22:30:00Z")), "2026-10-26T23:00:00Z", "over the change of clocks");
});

test("places are read, written and taken out", () => {
  const root = { a: [{ b: { c: 1 } }] };
  assert.equal(getAt(root, "a[0].b.c"), 1);
  assert.equal(getAt(root, "a[1].b.c"), undefined);
  setAt(root, "a[0].d.e", 2);
  setAt(root, "x.y", undefined);
  setAt(root, "a[0].b.c", undefined);
  assert.deepEqual(root, { a: [{ b: {}, d: { e: 2 } }] });
  assert.equal(within("stages[0].form", "stages[0]"), "form");
  assert.equal(within("stages[0]", "stages[0]"), "");
  assert.equal(within("stages[01].form", "stages[0]"), null);
});

test("keys are made of what people call a thing, and are never taken twice", () => {
  assert.equal(keyFor("Ilu będzie odbiorców?", new Set()), "ilu-bedzie-odbiorcow");
  assert.equal(keyFor("Łączna kwota", new Set(["laczna-kwota"])), "laczna-kwota-2");
  assert.equal(keyFor("???", new Set()), "x");
  assert.ok(keyFor("a".repeat(90), new Set(["a".repeat(37)])).length <= 40);
});

const entries = [
  { kind: "local", key: "title", label: "", needed: true },
  { kind: "longLocal", key: "help", label: "" },
  { kind: "points", key: "maxPoints", label: "" },
  { kind: "money", key: "pool", label: "" },
  { kind: "presence", key: "appeal", label: "", template: { days: 14 } },
  { kind: "count", key: "appeal.days", label: "", shownIf: (values) => values.appeal === true },
  { kind: "rows", key: "choices", label: "", keyed: true, item: String, add: "",
    columns: [{ key: "label.pl", label: "", kind: "text" }, { key: "label.en", label: "", kind: "text" }] },
];
const thing = {
  title: { pl: "Nazwa", en: "" }, help: { pl: "Pomoc", en: "" }, maxPoints: 1250, pool: "100000000", other: [1],
  choices: [{ key: "a", label: { pl: "Tak", en: "Yes" }, kept: 7 }],
};

test("what is shown and not changed is written as it was", () => {
  const copy = structuredClone(thing);
  assert.deepEqual(applyValues(entries, valuesOf(entries, thing, "pl"), copy), []);
  assert.deepEqual(copy, thing);
});

test("entries are read as people type them; what cannot be read changes nothing", () => {
  const copy = structuredClone(thing);
  const values = { ...valuesOf(entries, thing, "pl"), maxPoints: "dwadzieścia", pool: "1 250,50 zł", help: { pl: " ", en: "" }, appeal: true,
    "appeal.days": "7", choices: [{ "label.pl": "Nie", "label.en": "" }, { key: "a", "label.pl": "Tak!", "label.en": "Yes" }] };
  assert.deepEqual(applyValues(entries, values, copy), ["maxPoints"]);
  assert.equal(copy.maxPoints, 1250);
  assert.equal(copy.pool, "125050");
  assert.equal(copy.help, undefined);
  assert.deepEqual(copy.appeal, { days: 7 });
  assert.deepEqual(copy.choices, [{ key: "nie", label: { pl: "Nie", en: "" } }, { key: "a", label: { pl: "Tak!", en: "Yes" }, kept: 7 }]);
  applyValues(entries, { ...values, appeal: false }, copy);
  assert.equal("appeal" in copy, false);
  const plain = plainValues(entries, values, "pl");
  assert.equal(plain.pool, "1250,50");
  assert.equal(plain.maxPoints, "dwadzieścia");
  assert.equal(entryAt(entries, "appeal.days").key, "appeal.days");
  assert.equal(entryAt(entries, "choices[2].label.pl").key, "choices");
  assert.equal(entryAt(entries, "stranger"), undefined);
});

function stage() {
  const field = (key, extra = {}) => ({ ...newField("SHORT_TEXT", key, new Set()), key, ...extra });
  return { key: "idea", title: { pl: "Pomysł", en: "" }, form: { sections: [
    { key: "one", title: { pl: "1", en: "" }, fields: [field("a"), field("b")] },
    { key: "two", title: { pl: "2", en: "" }, fields: [field("c", { visibleIf: { any: false, list: [{ field: "a", test: "ANSWERED" }] } })] },
  ] }, formalItems: [] };
}
const order = ({ form }) => form.sections.map(({ fields }) => fields.map(({ key }) => key).join("")).join(" ");

test("fields move within and between parts; a part keeps its last field", () => {
  const form = stage();
  stepField(form, "b", -1);
  assert.equal(order(form), "ba c");
  stepField(form, "a", 1);
  assert.equal(order(form), "b ac");
  stepField(form, "b", 1);
  assert.equal(order(form), "b ac", "the only field of a part stays");
  assert.equal(canStep(form, "b", -1), false);
  assert.equal(canStep(form, "a", -1), true);
  stepField(form, "a", -1);
  assert.equal(order(form), "ba c");
  moveField(form, "b", "two", "c");
  assert.equal(order(form), "a bc");
  moveField(form, "c", "one", "");
  assert.equal(order(form), "ac b");
  assert.deepEqual(askedBy(form, "a").map(({ pl }) => pl), ["c"]);
  const definition = { stages: [form] };
  assert.equal(fieldPath(definition, "idea", "b"), "stages[0].form.sections[1].fields[0]");
  assert.deepEqual(fieldsBefore(form, "b").map(({ key }) => key), ["a", "c"]);
  assert.equal(addField(form, "two", "MONEY", "b"), "b-2");
  removeField(form, "b");
  removeField(form, "b-2");
  assert.equal(order(form), "ac", "an empty part goes");
  removeField(form, "c");
  removeField(form, "a");
  assert.equal(order(form), "a", "a form keeps its last field");
});

test("conditions come back as they were put together", () => {
  const earlier = [newField("MONEY", "Kwota", new Set()), newField("SINGLE_CHOICE", "Wybór", new Set())];
  const typed = { any: true, list: [
    { of: "kwota", test: "AT_LEAST", choice: "", number: "1000", types: [] },
    { of: "wybor", test: "CHOSEN", choice: "tak", number: "", types: [] },
    { of: "*applicant", test: "APPLICANT_IS", choice: "", number: "", types: ["NGO"] }] };
  const conditions = conditionsOf(typed, earlier);
  assert.equal(conditions.list[0].number, "100000");
  assert.deepEqual(typedConditions(conditions, earlier, "pl"), typed);
  assert.equal(conditionsOf({ any: false, list: [] }, earlier), undefined);
});

test("a problem leads to the page and the entry where it can be mended", () => {
  const definition = { stages: [{ ...stage(), meritCard: { criteria: [{ key: "need" }] } }] };
  const at = (path) => pageOf("id", definition, `definition.${path}`);
  assert.equal(at("stages[0].form.sections[1].fields[0].choices[2].label.pl"), "/office/calls/id/edit/stages/idea/fields/c#choices");
  assert.equal(at("stages[0].form.sections[0].title.pl"), "/office/calls/id/edit/stages/idea/sections/one#title");
  assert.equal(at("stages[0].form.sections"), "/office/calls/id/edit/stages/idea/form");
  assert.equal(at("stages[0].meritCard.criteria[0].step"), "/office/calls/id/edit/stages/idea/criteria/need#step");
  assert.equal(at("stages[0].meritCard.threshold"), "/office/calls/id/edit/stages/idea/card/rules#threshold");
  assert.equal(at("stages[0].meritCard.assignment.topicsField"), "/office/calls/id/edit/stages/idea/card/rules#assignment-topicsField");
  assert.equal(at("submitUntil"), "/office/calls/id/edit/dates#submitUntil");
  assert.equal(at("regionTerms[1].region"), "/office/calls/id/edit/money#regionTerms");
  assert.equal(at("ranking.tieChain[0].criterion"), "/office/calls/id/edit/ranking#tieChain");
  assert.equal(at("title.pl"), "/office/calls/id/edit/basics#title");
});

test("advice: what the API allows and people regret", () => {
  const now = Date.parse("2026-11-26T12:00:00Z");
  const call = { regions: [{ region: "30", name: "Wielkopolskie" }] };
  const definition = { ...fromNothing(now), regionTerms: [] };
  const codes = (changed = {}) => adviceOn(call, { ...definition, ...changed }, now).map(({ code }) => code);
  assert.ok(codes().includes("no-operator"));
  assert.ok(!codes({ regionTerms: [{ region: "30", operatorEmail: "a@b.pl" }] }).includes("no-operator"));
  assert.ok(codes({ submitUntil: "2026-11-20T23:00:00Z" }).includes("over"));
  assert.ok(codes({ submitFrom: "2026-12-01T00:00:00Z", submitUntil: "2026-12-05T23:00:00Z" }).includes("weekend"), "Saturday's last second");
  assert.ok(!codes({ submitFrom: "2026-11-01T00:00:00Z", submitUntil: "2026-12-04T23:00:00Z" }).includes("weekend"), "Friday's last second");
  assert.ok(codes().includes("english"), "the title has no English");
});

test("another office's file leaves its regions behind", () => {
  const file = { regionTerms: [{ region: "30" }, { region: "14" }], ranking: { reserveCount: 3, pools: [{ region: "14" }] } };
  assert.deepEqual(fitRegions(file, ["30"]), { regionTerms: [{ region: "30" }], ranking: { reserveCount: 3, pools: [] } });
});

test("a file is a definition or nothing; dates that are over are made anew", () => {
  const now = Date.parse("2026-11-26T12:00:00Z");
  for (const text of ["", "[]", "{}", "null", "{\"stages\":1}"]) assert.equal(fromFile(text, now), null, text);
  const old = fromFile(JSON.stringify({ stages: [], submitUntil: "2020-01-01T00:00:00Z" }), now);
  assert.equal(old.submitUntil > "2026-12", true);
  assert.equal(fromFile(JSON.stringify({ stages: [], submitUntil: "2027-01-01T00:00:00Z" }), now).submitUntil, "2027-01-01T00:00:00Z");
});
