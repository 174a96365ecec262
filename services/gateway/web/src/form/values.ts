/* Answers as people type them, and as the contract has them. A draft holds what was typed, so that
 * "12 os." in a field for a number stays on the page until it is mended. */
import type { Answer, FormField } from "../api/shapes";
import type { Integer64 } from "../api/values";
import { plainHundredths } from "../format/numbers";
import type { Language } from "../language/languages";
import { parseHundredths, parseWhole } from "./numbers";
import { hasMisreadCell, hasRows, isEmptyRow, plainRows, sentRows, typedRows, type Row, type SentRows } from "./rows";

export type Typed = string | readonly string[] | readonly Row[];
export type Draft = Readonly<Record<string, Typed | undefined>>;

export interface SentAnswer {
  field: string;
  text?: string;
  number?: Integer64;
  choices?: string[];
  attachments?: string[];
  rows?: SentRows["rows"];
  budget?: SentRows["budget"];
  people?: SentRows["people"];
}

export function isChoice(field: FormField): boolean {
  return field.kind === "SINGLE_CHOICE" || field.kind === "MULTI_CHOICE" || field.kind === "DECLARATION"
    || field.kind === "CONSENT";
}

export function listOf(typed: Typed | undefined): readonly string[] {
  return Array.isArray(typed) ? typed.filter((each) => typeof each === "string") as string[] : [];
}

export function rowsOf(typed: Typed | undefined): readonly Row[] {
  return Array.isArray(typed) ? typed.filter((each) => typeof each === "object") as Row[] : [];
}

/** Whether what was typed cannot be an answer of this kind. */
export function isMisread(field: FormField, typed: Typed | undefined): boolean {
  if (hasRows(field)) return hasMisreadCell(field, rowsOf(typed));
  if (typeof typed !== "string" || typed.trim() === "") return false;
  if (field.kind === "MONEY") return parseHundredths(typed) === null;
  /* A name that is being typed is no place yet; its code is sent once it is chosen. */
  if (field.kind === "PLACE") return !/^\d+$/.test(typed.trim());
  return field.kind === "NUMBER" && parseWhole(typed) === null;
}

/** The answer to send; null when there is none yet, or none that can be read. */
export function answerOf(field: FormField, typed: Typed | undefined): SentAnswer | null {
  if (isChoice(field)) {
    const choices = [...listOf(typed)];
    return choices.length > 0 ? { field: field.key, choices } : null;
  }
  if (hasRows(field)) {
    const rows = rowsOf(typed);
    return rows.every(isEmptyRow) ? null : { field: field.key, ...sentRows(field, rows) };
  }
  if (field.kind === "FILE") {
    const attachments = [...listOf(typed)];
    return attachments.length > 0 ? { field: field.key, attachments } : null;
  }
  const text = typeof typed === "string" ? typed : "";
  if (field.kind === "MONEY" || field.kind === "NUMBER") {
    const number = field.kind === "MONEY" ? parseHundredths(text) : parseWhole(text);
    return number === null ? null : { field: field.key, number: String(number) as Integer64 };
  }
  const kept = field.kind === "LONG_TEXT" ? text.replaceAll("\r\n", "\n") : text.trim();
  return kept.trim() === "" ? null : { field: field.key, text: kept };
}

export function typedOf(field: FormField, answer: Answer | undefined, language: Language): Typed | undefined {
  if (!answer) return undefined;
  if (isChoice(field)) return answer.choices;
  if (hasRows(field)) return typedRows(field, answer, language);
  if (field.kind === "FILE") return answer.attachments;
  if (field.kind === "NUMBER") return answer.number;
  if (field.kind === "MONEY") return plainHundredths(answer.number, language).replace(/[.,]00$/, "");
  return answer.text;
}

/** The same for everything that means the same: "25 000,00 zł" and "25000". */
export function canonical(field: FormField, typed: Typed | undefined): Typed | undefined {
  if (hasRows(field)) return rowsOf(typed).every(isEmptyRow) ? undefined : plainRows(field, rowsOf(typed));
  if (isMisread(field, typed)) return typed;
  const answer = answerOf(field, typed);
  if (!answer) return undefined;
  if (answer.choices ?? answer.attachments) return answer.choices ?? answer.attachments;
  if (answer.number === undefined) return answer.text;
  return field.kind === "MONEY" ? plainHundredths(answer.number, "en").replace(/\.00$/, "") : answer.number;
}

export function canonicalDraft(fields: readonly FormField[], draft: Draft): Draft {
  return Object.fromEntries(fields.map((field) => [field.key, canonical(field, draft[field.key])]));
}

export function draftOf(fields: readonly FormField[], answers: readonly Answer[], language: Language): Draft {
  const byField = new Map(answers.map((answer) => [answer.field, answer]));
  return Object.fromEntries(fields.map((field) => [field.key, typedOf(field, byField.get(field.key), language)]));
}

export function answersOf(fields: readonly FormField[], draft: Draft): SentAnswer[] {
  return fields.map((field) => answerOf(field, draft[field.key])).filter((answer) => answer !== null);
}

/** Characters as the API counts them: code points. */
export function countCharacters(text: string): number {
  return [...text.replaceAll("\r\n", "\n")].length;
}
