/* An entry's text, as a form has it and as the API does. */
import { Problem } from "../../api/problem";
import type { EntryText, EvidenceLevel } from "../../api/shapes";
import { slugsOf } from "../../format/names";
import type { Wording } from "../../parts/form";
import { groszeOf } from "../library/plan";

export const shortFields = ["title", "licence", "authors", "contact"] as const;
export const longFields = ["summary", "problem", "solution", "recipients", "evidence", "steps", "costNote", "duration", "roles",
  "risks"] as const;
export const evidenceLevels = ["DESCRIBED", "MEASURED", "COMPARED", "INDEPENDENT"] as const;

/** One row more than there are, at least two. */
export function materialRows(text: EntryText): number {
  return Math.min(30, Math.max(2, text.materials.length + 1));
}

export function textFields(rows: number): string[] {
  return [...shortFields, ...longFields, "costGrosze", "themes", "recipientGroups", "evidenceLevel",
    ...Array.from({ length: rows }, (_, at) => [`materials[${at}].title`, `materials[${at}].url`]).flat()];
}

function materialsOf(value: (name: string) => string, rows: number) {
  return Array.from({ length: rows }, (_, at) => ({
    title: value(`materials[${at}].title`).trim(), url: value(`materials[${at}].url`).trim(),
    format: value(`materials[${at}].format`).trim(), accessible: value(`materials[${at}].accessible`) === "on",
  })).filter(({ title, url }) => title || url);
}

export function textOf(value: (name: string) => string, rows: number, moneyWrong: string) {
  const cost = groszeOf(value("costGrosze"));
  const plain = Object.fromEntries([...shortFields, ...longFields].map((name) => [name, value(name).trim()]));

  if (cost === null) throw new Problem(400, "invalid", "", [{ field: "costGrosze", code: "format", detail: moneyWrong }]);
  return {
    ...plain, title: value("title").trim(), summary: value("summary").trim(), costGrosze: cost,
    themes: slugsOf(value("themes")), recipientGroups: slugsOf(value("recipientGroups")),
    evidenceLevel: (value("evidenceLevel") || "EVIDENCE_LEVEL_UNSPECIFIED") as EvidenceLevel,
    materials: materialsOf(value, rows),
  };
}

/** "text.themes[1]" -> "themes". */
export const textWording: Wording = ({ field, detail }) =>
  [field.replace(/^text\./, "").replace(/^(themes|recipientGroups)\[\d+\]$/, "$1"), detail];
