/* Answers as people type them, and as the contract has them. A draft holds what was typed, so that
 * "12 os." in a field for a number stays on the page until it is mended. */
import type { Answer, FormField } from "../api/shapes";
import type { Integer64 } from "../api/values";
import { plainHundredths } from "../format/numbers";
import type { Language } from "../language/languages";

export type Typed = string | readonly string[];
export type Draft = Readonly<Record<string, Typed | undefined>>;

export interface SentAnswer {
  field: string;
  text?: string;
  number?: Integer64;
  choices?: string[];
}

export function isChoice(field: FormField): boolean {
  return field.kind === "SINGLE_CHOICE" || field.kind === "MULTI_CHOICE" || field.kind === "DECLARATION";
}

/** Hundredths, of zloty or of points: "1 250,5" -> 125050n; null when it is no amount. */
export function parseHundredths(text: string): bigint | null {
  const plain = text.replace(/zł|pln/i, "").replaceAll(/[\s\u00a0\u202f]/g, "");
  const found = /^(\d{1,15})(?:[.,](\d{1,2}))?$/.exec(plain);
  if (!found) return null;
  return BigInt(found[1] ?? "0") * 100n + BigInt((found[2] ?? "").padEnd(2, "0"));
}

/** "1 250" -> 1250n; null when it is no whole number. */
export function parseWhole(text: string): bigint | null {
  const plain = text.replaceAll(/[\s\u00a0\u202f]/g, "");
  return /^-?\d{1,18}$/.test(plain) ? BigInt(plain) : null;
}

/** Whether what was typed cannot be an answer of this kind. */
export function isMisread(field: FormField, typed: Typed | undefined): boolean {
  if (typeof typed !== "string" || typed.trim() === "") return false;
  if (field.kind === "MONEY") return parseHundredths(typed) === null;
  return field.kind === "NUMBER" && parseWhole(typed) === null;
}

/** The answer to send; null when there is none yet, or none that can be read. */
export function answerOf(field: FormField, typed: Typed | undefined): SentAnswer | null {
  if (isChoice(field)) {
    const choices = Array.isArray(typed) ? [...typed] as string[] : [];
    return choices.length > 0 ? { field: field.key, choices } : null;
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
  if (field.kind === "NUMBER") return answer.number;
  if (field.kind === "MONEY") return plainHundredths(answer.number, language).replace(/[.,]00$/, "");
  return answer.text;
}

/** The same for everything that means the same: "25 000,00 zł" and "25000". */
export function canonical(field: FormField, typed: Typed | undefined): Typed | undefined {
  if (isMisread(field, typed)) return typed;
  const answer = answerOf(field, typed);
  if (!answer) return undefined;
  if (answer.choices) return answer.choices;
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
