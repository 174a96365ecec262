/* What can be typed about a thing of a definition: entries, each bound to a place in it. Pure: how they look
 * stands in inputs.tsx. A draft holds what was typed, so "12 pts" stays on the page until it is mended. */
import type { FormField, LocalText } from "../api/shapes";
import type { Integer64, Moment } from "../api/values";
import { parseHundredths, parseWhole } from "../form/numbers";
import type { Row } from "../form/rows";
export type { Row } from "../form/rows";
import { nameOfSlug, slugsOf } from "../format/names";
import { plainHundredths } from "../format/numbers";
import { endOf, lastWallOf, momentOf, wallOf } from "../format/warsaw";
import type { Language } from "../language/languages";
import { conditionsOf, typedConditions, type TypedConditions } from "./conditions";
import { getAt, setAt, within } from "./path";
import { keyFor } from "./slug";

export type Option = readonly [value: string, label: string];

export interface EntryColumn {
  key: string;
  label: string;
  kind: "text" | "long" | "whole" | "money" | "points" | "check" | "select" | "choices";
  options?: readonly Option[];
  shownIf?: (row: Row) => boolean;
}

interface Base {
  /** The place in the thing: "title", "formalAppeal.days". */
  key: string;
  label: string;
  help?: string;
  /** What is not shown is taken out of the definition. */
  shownIf?: (values: Values) => boolean;
}

export type Entry = Base & (
  | { kind: "line" | "slugs" | "text" | "whole" | "count" | "megabytes" | "money" | "points" | "check" | "window" }
  | { kind: "local" | "longLocal"; needed?: boolean }
  | { kind: "radios" | "select" | "checks"; options: readonly Option[] }
  /** Whether a message is there at all; what it begins with. */
  | { kind: "presence"; template: object }
  | { kind: "rows"; columns: readonly EntryColumn[]; item: (number: number) => string; add: string; keyed?: boolean }
  | { kind: "conditions"; earlier: readonly FormField[] });

export type Values = Readonly<Record<string, unknown>>;

/** What could not be read is sent as little as it is lost. */
export const MISREAD = Symbol("misread");

type NumberKind = "whole" | "count" | "megabytes" | "money" | "points";

const MEGABYTE = 1_000_000n;
/* 64-bit integers are strings in JSON. */
const long: readonly NumberKind[] = ["money", "whole", "megabytes"];
const hundredths: readonly NumberKind[] = ["money", "points"];

function readNumber(kind: NumberKind, typed: string): unknown {
  const text = typed.trim();
  if (text === "") return long.includes(kind) ? "0" : 0;
  const value = hundredths.includes(kind) ? parseHundredths(text) : parseWhole(text);
  if (value === null || (kind !== "whole" && value < 0n)) return MISREAD;
  if (kind === "megabytes") return String(value * MEGABYTE);
  return long.includes(kind) ? String(value) : Number(value);
}

function writeNumber(kind: NumberKind, value: unknown, language: Language): string {
  const text = String(value ?? 0);
  if (text === "0") return "";
  if (kind === "megabytes") return String((BigInt(text) + MEGABYTE - 1n) / MEGABYTE);
  return hundredths.includes(kind) ? plainHundredths(text as Integer64, language).replace(/[.,]00$/, "") : text;
}

/* ---- rows ---- */

function typedCell(column: EntryColumn, value: unknown, language: Language): string {
  switch (column.kind) {
    case "check": return value ? "yes" : "";
    case "whole": return writeNumber("count", value, language);
    case "money": case "points": return writeNumber(column.kind, value, language);
    case "choices": return ((value ?? []) as { label?: LocalText }[]).map(({ label }) =>
      label?.en ? `${label.pl} | ${label.en}` : label?.pl ?? "").join("\n");
    default: return typeof value === "string" ? value : "";
  }
}

/* A line an answer, "po polsku | in English"; known ones keep their keys by the Polish words. */
function choicesOf(text: string, before: unknown): unknown {
  const known = (Array.isArray(before) ? before : []) as { key: string; label?: LocalText }[];
  const taken = new Set<string>();
  return text.split("\n").map((line) => line.trim()).filter(Boolean).map((line) => {
    const [pl = "", en = ""] = line.split("|").map((part) => part.trim());
    const key = known.find(({ label, key: found }) => label?.pl === pl && !taken.has(found))?.key ?? keyFor(pl, taken, "odpowiedz");
    taken.add(key);
    return { key, label: { pl, en } };
  });
}

function sentCell(column: EntryColumn, typed: string, before: unknown): unknown {
  switch (column.kind) {
    case "check": return typed === "yes";
    case "whole": return readNumber("count", typed);
    case "money": case "points": return readNumber(column.kind, typed);
    case "choices": return choicesOf(typed, before);
    default: return column.kind === "long" ? typed : typed.trim();
  }
}

const KEY = "key";

function typedRows(entry: Entry & { kind: "rows" }, value: unknown, language: Language): Row[] {
  return (Array.isArray(value) ? value : []).map((item: object) => Object.fromEntries([
    ...(entry.keyed ? [[KEY, String(getAt(item, KEY) ?? "")]] : []),
    ...entry.columns.map((column) => [column.key, typedCell(column, getAt(item, column.key), language)]),
  ]));
}

function nameOf(row: Row): string {
  return row["label.pl"] ?? row["text.pl"] ?? "";
}

function sentRows(entry: Entry & { kind: "rows" }, rows: readonly Row[], before: unknown): unknown {
  const known = new Map((Array.isArray(before) ? before : []).map((item: object) => [String(getAt(item, KEY)), item]));
  const taken = new Set(rows.map((row) => row[KEY] ?? "").filter(Boolean));
  let misread = false;
  const items = rows.map((row) => {
    const item: object = entry.keyed && row[KEY] ? structuredClone(known.get(row[KEY]) ?? {}) : {};
    if (entry.keyed) {
      const key = row[KEY] || keyFor(nameOf(row), taken);
      taken.add(key);
      setAt(item, KEY, key);
    }
    for (const column of entry.columns) {
      const value = column.shownIf && !column.shownIf(row) ? undefined : sentCell(column, row[column.key] ?? "", getAt(item, column.key));
      misread ||= value === MISREAD;
      setAt(item, column.key, value);
    }
    return item;
  });
  return misread ? MISREAD : items;
}

/* ---- the three instants of a call ---- */

export interface Window {
  fillFrom: string;
  submitFrom: string;
  /** The last second that is in time. */
  submitUntil: string;
}

function typedWindow(piece: object): Window {
  const { fillFrom, submitFrom, submitUntil } = piece as Record<string, Moment>;
  return { fillFrom: fillFrom ? wallOf(fillFrom) : "", submitFrom: submitFrom ? wallOf(submitFrom) : "",
    submitUntil: submitUntil ? lastWallOf(submitUntil) : "" };
}

export function readWindow(typed: Window) {
  return { fillFrom: momentOf(typed.fillFrom), submitFrom: momentOf(typed.submitFrom), submitUntil: endOf(typed.submitUntil) };
}

/* ---- entries ---- */

/* What is not set counts as the first of the options, as the contract says of each. */
function chosen(options: readonly Option[], value: unknown): string {
  const text = typeof value === "string" ? value : "";
  return text.endsWith("_UNSPECIFIED") ? options[0]?.[0] ?? text : text;
}

export function typedOf(entry: Entry, piece: object, language: Language): unknown {
  const value = getAt(piece, entry.key);

  switch (entry.kind) {
    case "window": return typedWindow(piece);
    case "local": case "longLocal": return { pl: (value as LocalText)?.pl ?? "", en: (value as LocalText)?.en ?? "" };
    case "whole": case "count": case "megabytes": case "money": case "points": return writeNumber(entry.kind, value, language);
    case "check": return value === true;
    case "presence": return value !== undefined && value !== null;
    case "slugs": return (Array.isArray(value) ? value : []).map(nameOfSlug).join(", ");
    case "checks": return Array.isArray(value) ? value : [];
    case "rows": return typedRows(entry, value, language);
    case "conditions": return typedConditions(value as FormField["visibleIf"], entry.earlier, language);
    case "radios": case "select": return chosen(entry.options, value);
    default: return typeof value === "string" ? value : "";
  }
}

function write(entry: Entry, typed: unknown, piece: object): boolean {
  const before = getAt(piece, entry.key);
  let value: unknown;

  switch (entry.kind) {
    case "window": {
      const instants = readWindow(typed as Window);
      for (const [key, instant] of Object.entries(instants)) if (instant) setAt(piece, key, instant);
      return Object.values(instants).every(Boolean);
    }
    case "local": case "longLocal": {
      const text = typed as LocalText;
      value = !entry.needed && text.pl.trim() === "" && text.en.trim() === "" ? undefined : { pl: text.pl.trim(), en: text.en.trim() };
      break;
    }
    case "whole": case "count": case "megabytes": case "money": case "points": value = readNumber(entry.kind, String(typed)); break;
    case "presence": value = typed ? before ?? structuredClone(entry.template) : undefined; break;
    case "rows": value = sentRows(entry, typed as Row[], before); break;
    case "conditions": value = conditionsOf(typed as TypedConditions, entry.earlier); break;
    case "line": value = String(typed).trim(); break;
    case "slugs": value = slugsOf(String(typed)); break;
    default: value = typed;
  }
  if (value === MISREAD) return false;
  setAt(piece, entry.key, value);
  return true;
}

export function valuesOf(entries: readonly Entry[], piece: object, language: Language): Values {
  return Object.fromEntries(entries.map((entry) => [entry.key, typedOf(entry, piece, language)]));
}

export function isShown(entry: Entry, values: Values): boolean {
  return entry.shownIf?.(values) ?? true;
}

/** Writes what was typed into `piece`, which changes, and gives the keys of what cannot be read. */
export function applyValues(entries: readonly Entry[], values: Values, piece: object): string[] {
  return entries.filter((entry) => {
    if (isShown(entry, values)) return !write(entry, values[entry.key], piece);
    setAt(piece, entry.key, undefined);
    return false;
  }).map(({ key }) => key);
}

/** The same for all values that mean the same. */
export function plainValues(entries: readonly Entry[], values: Values, language: Language): Values {
  return Object.fromEntries(entries.map((entry) => {
    const piece = {};
    const read = isShown(entry, values) && write(entry, values[entry.key], piece);
    return [entry.key, read && entry.kind !== "rows" && entry.kind !== "presence" ? typedOf(entry, piece, language) : values[entry.key]];
  }));
}

/** The entry that a path inside of the thing belongs to: the longest that fits. */
export function entryAt(entries: readonly Entry[], path: string): Entry | undefined {
  const dates = ["fillFrom", "submitFrom", "submitUntil"];
  return entries.filter((entry) => within(path, entry.key) !== null || (entry.kind === "window" && dates.includes(path)))
    .sort((a, b) => b.key.length - a.key.length)[0];
}

/** An id for the page: "formalAppeal.days" -> "formalAppeal-days". */
export function idOf(key: string): string {
  return key.replaceAll(/[.[\]]+/g, "-");
}
