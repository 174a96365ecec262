/* A statement of spending as it is typed: four entries a line, numbered from 1. Pure. */
import type { GrantReport, SpendingLine } from "../../api/shapes";
import type { Integer64 } from "../../api/values";
import { parseHundredths } from "../../form/numbers";
import { plainHundredths } from "../../format/numbers";
import type { Language } from "../../language/languages";

export const LINES_MAX = 300;

type Value = (name: string) => string;

export interface Typed {
  lines: SpendingLine[];
  /** The names of entries that are missing or cannot be read. */
  wrong: string[];
  sum: bigint;
}

/** Lines that nothing was typed into are none. */
export function readSpending(value: Value, count: number): Typed {
  const typed: Typed = { lines: [], wrong: [], sum: 0n };

  for (let line = 1; line <= count; line++) {
    const [item = "", document = "", paidOn = "", amount = ""] = ["item", "document", "paidOn", "amount"].map((name) => value(`${name}-${line}`).trim());
    if (item + document + paidOn + amount === "") continue;
    const grosze = amount === "" ? null : parseHundredths(amount);
    if (item === "") typed.wrong.push(`item-${line}`);
    if (grosze === null || grosze <= 0n) typed.wrong.push(`amount-${line}`);
    else typed.sum += grosze;
    typed.lines.push({ item, document, paidOn, amountGrosze: String(grosze ?? 0n) as Integer64 });
  }
  return typed;
}

/** The entries of a report that is to be mended. */
export function typedSpending(report: GrantReport, language: Language): Record<string, string> {
  return Object.fromEntries((report.statement?.lines ?? []).flatMap(({ item, document, paidOn, amountGrosze }, index) => [
    [`item-${index + 1}`, item], [`document-${index + 1}`, document], [`paidOn-${index + 1}`, paidOn],
    [`amount-${index + 1}`, plainHundredths(amountGrosze, language)],
  ]));
}

/** How many lines entries of these names are of. */
export function countSpending(names: readonly string[]): number {
  return Math.max(0, ...names.map((name) => Number(/^item-(\d+)$/.exec(name)?.[1] ?? 0)));
}

/** "statement.lines[2].amountGrosze" -> "amount-3": the API names places in a list, the page its entries. */
export function spendingEntry(field: string): string {
  const place = /^statement\.lines\[(\d+)\]\.(item|document|paidOn|amountGrosze)$/.exec(field);
  return place ? `${place[2] === "amountGrosze" ? "amount" : place[2]}-${Number(place[1]) + 1}` : field;
}
