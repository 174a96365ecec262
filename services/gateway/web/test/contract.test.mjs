// Whatever the contract lets a call decide, its editor asks about. A field that is new in the contract fails
// here until it has an entry, or until somebody writes down why it is only kept.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const root = pathToFileURL(`${process.cwd()}/`);
const proto = new URL("../../../proto/wlacznik/", root);
const pages = new URL("src/pages/editor/", root);
const read = async (folder, ...names) => (await Promise.all(names.map((name) => readFile(new URL(name, folder), "utf8")))).join("\n");

/** The fields of a message as JSON names them. */
function fieldsOf(text, message) {
  const found = new RegExp(`^message ${message} \\{\\n([\\s\\S]*?)^\\}`, "m").exec(text);
  assert.ok(found, `there is a message ${message}`);
  return [...found[1].replaceAll(/\/\/.*$/gm, "").matchAll(/^ {2}(?:repeated )?[\w.]+ (\w+) = \d+/gm)]
    .map(([, name]) => name.replaceAll(/_(\w)/g, (_, letter) => letter.toUpperCase()));
}

/** Every part of every key that a page binds an entry or a column to. */
function keysIn(source) {
  return new Set([...source.matchAll(/key: ["`]([^"`]+)["`]/g)].flatMap(([, key]) => key.split(".")));
}

/* Message, the pages that ask about it, and what else: written by acts instead of entries, or deliberately kept. */
const rules = [
  ["intake", "CallDefinition", ["CallPages.tsx"], {
    programmeId: "chosen when a call is begun (NewCallPage)", fillFrom: "the entry window", submitFrom: "the entry window",
    submitUntil: "the entry window", stages: "the editor's home adds and sorts them", ranking: "a page of its own",
    supplementsCallId: "chosen when a call is begun (NewCallPage)",
  }],
  ["intake", "CorrectionRules", ["CallPages.tsx"], {}],
  ["intake", "RegionTerms", ["CallPages.tsx"], {}],
  ["types", "LetterRules", ["CallPages.tsx"], {}],
  ["types", "RankingRules", ["CallPages.tsx"], {}],
  ["types", "TieRule", ["CallPages.tsx"], {}],
  ["types", "RegionalPool", ["CallPages.tsx"], {}],
  ["types", "Stage", ["StagePages.tsx"], {
    key: "made of its first title, and stays", form: "pages of its own", meritCard: "pages of its own",
    formalAppeal: "appealEntries", meritAppeal: "appealEntries",
  }],
  ["types", "FormalItem", ["StagePages.tsx"], { key: "made of its first text, and stays" }],
  ["types", "StageTerms", ["StagePages.tsx"], {}],
  ["types", "PanelRules", ["StagePages.tsx"], {}],
  ["types", "AppealRules", ["StagePages.tsx"], {}],
  ["types", "MeritCard", ["CardPages.tsx"], { criteria: "added and sorted on the card's page" }],
  ["types", "AssignmentRules", ["CardPages.tsx"], {}],
  ["types", "Criterion", ["CardPages.tsx"], { key: "made of its first title, and stays" }],
  ["types", "ScoreGuide", ["CardPages.tsx"], {}],
  ["types", "FormSection", ["FieldPages.tsx"], { key: "made of its first title, and stays", fields: "added and sorted on the form's page" }],
  ["types", "FormField", ["FieldPages.tsx"], { key: "made of its first label, and stays", kind: "an act of its own on the question's page" }],
  ["types", "TableColumn", ["FieldPages.tsx"], { key: "made of its first label, and stays" }],
  ["types", "Choice", ["FieldPages.tsx"], { key: "made of its first label, and stays" }],
];

for (const [file, message, sources, otherwise] of rules)
  test(`the editor asks about every rule of ${message}`, async () => {
    const fields = fieldsOf(await read(proto, `${file}.proto`), message);
    const keys = keysIn(await read(pages, ...sources));
    assert.ok(fields.length > 0);
    assert.deepEqual(fields.filter((field) => !keys.has(field) && !(field in otherwise)), [], "the contract has them, the editor does not");
    assert.deepEqual(Object.keys(otherwise).filter((field) => !fields.includes(field)), [], "the contract has no such field any more");
  });
