/* Addresses of the editor, and of the page on which a problem that the API names can be mended. */
import type { CallDefinition } from "../../api/shapes";
import { idOf } from "../../editor/entries";
import { within } from "../../editor/path";

export function editorAt(callId: string, ...rest: string[]): string {
  return ["/office/calls", callId, "edit", ...rest.map(encodeURIComponent)].join("/");
}

const dates = ["fillFrom", "submitFrom", "submitUntil"];
const money = ["poolGrosze", "minGrantGrosze", "maxGrantGrosze", "regionTerms"];
const applicants = ["applicantTypes", "applicationsPerPerson", "withdrawnCounts", "publishPersonNames", "limitSpansSupplemented",
  "likenessThreshold", "coauthorsCount"];

/* A list inside a thing is one entry of its page: "choices[2].label.pl" is at "choices". */
function entryOf(path: string): string {
  return idOf(path.replace(/\[.*$/, "").replace(/\.(pl|en)$/, "").replace(/\.list$/, ""));
}

function inStage(callId: string, definition: CallDefinition, path: string): string {
  const found = /^stages\[(\d+)\]\.?(.*)$/.exec(path);
  const stage = definition.stages[Number(found?.[1])];
  const rest = found?.[2] ?? "";
  if (!stage) return editorAt(callId);
  const at = (...parts: string[]) => editorAt(callId, "stages", stage.key, ...parts);
  const field = /^form\.sections\[(\d+)\]\.fields\[(\d+)\]\.?(.*)$/.exec(rest);
  const section = /^form\.sections\[(\d+)\]\.?(.*)$/.exec(rest);
  const criterion = /^meritCard\.criteria\[(\d+)\]\.?(.*)$/.exec(rest);
  const [, sectionIndex, fieldIndex, fieldRest = ""] = field ?? [];
  const fieldKey = stage.form?.sections[Number(sectionIndex)]?.fields[Number(fieldIndex)]?.key;
  if (fieldKey) return `${at("fields", fieldKey)}#${entryOf(fieldRest)}`;
  const sectionKey = stage.form?.sections[Number(section?.[1])]?.key;
  if (sectionKey) return `${at("sections", sectionKey)}#${entryOf(section?.[2] ?? "")}`;
  if (rest.startsWith("form")) return at("form");
  const criterionKey = stage.meritCard?.criteria[Number(criterion?.[1])]?.key;
  if (criterionKey) return `${at("criteria", criterionKey)}#${entryOf(criterion?.[2] ?? "")}`;
  const card = within(rest, "meritCard");
  if (card !== null) return card.startsWith("criteria") ? `${at("card")}#criteria` : `${at("card", "rules")}#${entryOf(card)}`;
  if (rest.startsWith("formalItems")) return `${at("formal")}#formalItems`;
  return `${at()}#${entryOf(rest)}`;
}

/** Where "definition.stages[0].form.sections[1].fields[0].label.pl" can be mended. */
export function pageOf(callId: string, definition: CallDefinition, field: string): string {
  const path = within(field, "definition") ?? field;
  const [first = ""] = path.split(/[.[]/);
  if (first === "stages") return inStage(callId, definition, path);
  if (first === "ranking") return `${editorAt(callId, "ranking")}#${entryOf(within(path, "ranking") ?? "")}`;
  if (first === "corrections") return `${editorAt(callId, "corrections")}#${entryOf(path)}`;
  if (first === "letters") return `${editorAt(callId, "letters")}#${entryOf(path)}`;
  if (dates.includes(first)) return `${editorAt(callId, "dates")}#${first}`;
  if (money.includes(first)) return `${editorAt(callId, "money")}#${first}`;
  if (applicants.includes(first)) return `${editorAt(callId, "applicants")}#${first}`;
  return `${editorAt(callId, "basics")}#${first}`;
}
