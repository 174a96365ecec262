/* Answers in rows: tables, budgets, lists of people. All three are rows of columns here; what differs is
 * how they are sent. Pure. */
import type { Answer, FormField } from "../api/shapes";
import type { Integer64 } from "../api/values";
import { plainHundredths } from "../format/numbers";
import type { Language } from "../language/languages";
import { parseHundredths, parseWhole } from "./numbers";

export type Row = Readonly<Record<string, string>>;

export type ColumnKind = "text" | "long" | "email" | "number" | "money" | "choice" | "date";

export interface RowColumn {
  key: string;
  kind: ColumnKind;
  required: boolean;
  maxLength: number;
  /** Of a table, where the form names it; others are named by the client. */
  own: FormField["columns"][number] | undefined;
}

export function hasRows(field: FormField): boolean {
  return field.kind === "TABLE" || field.kind === "BUDGET" || field.kind === "PERSON_LIST";
}

const kinds: Partial<Record<FormField["kind"], ColumnKind>> = {
  NUMBER: "number", MONEY: "money", SINGLE_CHOICE: "choice", CALENDAR_DATE: "date",
};

function column(key: string, kind: ColumnKind, maxLength = 200, required = true): RowColumn {
  return { key, kind, required, maxLength, own: undefined };
}

export function columnsOf(field: FormField): RowColumn[] {
  switch (field.kind) {
    case "BUDGET": {
      const category = field.choices.length > 0 ? [column("category", "choice")] : [];
      return [...category, column("name", "text", 500), column("price", "money"), column("count", "number")];
    }
    case "PERSON_LIST":
      return [column("person", "text"), column("email", "email", 254, false), column("part", "text"),
        column("experience", "long", 4000, false)];
    default:
      return field.columns.map((own) => ({
        key: own.key, kind: kinds[own.kind] ?? "text", required: own.required, maxLength: own.maxLength || 200, own,
      }));
  }
}

export function isEmptyRow(row: Row): boolean {
  return Object.values(row).every((value) => value.trim() === "");
}

export function isMisreadCell({ kind }: RowColumn, value: string | undefined): boolean {
  const text = value?.trim() ?? "";
  if (text === "") return false;
  if (kind === "money") return parseHundredths(text) === null;
  return kind === "number" && parseWhole(text) === null;
}

export function hasMisreadCell(field: FormField, rows: readonly Row[]): boolean {
  const columns = columnsOf(field);
  return rows.some((row) => columns.some((each) => isMisreadCell(each, row[each.key])));
}

function text(row: Row, key: string): string {
  return (row[key] ?? "").trim();
}

function integer(value: bigint | null): Integer64 {
  return String(value ?? 0n) as Integer64;
}

function cellOf({ key, kind }: RowColumn, row: Row) {
  const value = text(row, key);
  if (kind === "money") return { column: key, number: integer(parseHundredths(value)) };
  if (kind === "number") return { column: key, number: integer(parseWhole(value)) };
  return kind === "choice" ? { column: key, choice: value } : { column: key, text: value };
}

export interface SentRows {
  rows: { cells: { column: string; text?: string; number?: Integer64; choice?: string }[] }[];
  budget: { category: string; name: string; unitPriceGrosze: Integer64; count: Integer64 }[];
  people: { name: string; email: string; part: string; experience: string }[];
}

/** The part of an answer that the rows make; rows with nothing in them are left out. */
export function sentRows(field: FormField, all: readonly Row[]): Partial<SentRows> {
  const rows = all.filter((row) => !isEmptyRow(row));
  const columns = columnsOf(field);

  switch (field.kind) {
    case "BUDGET":
      return {
        budget: rows.map((row) => ({
          category: text(row, "category"), name: text(row, "name"),
          unitPriceGrosze: integer(parseHundredths(text(row, "price"))), count: integer(parseWhole(text(row, "count"))),
        })),
      };
    case "PERSON_LIST":
      return {
        people: rows.map((row) => ({
          name: text(row, "person"), email: text(row, "email"), part: text(row, "part"), experience: text(row, "experience"),
        })),
      };
    default:
      return {
        rows: rows.map((row) => ({
          cells: columns.filter(({ key }) => text(row, key) !== "").map((each) => cellOf(each, row)),
        })),
      };
  }
}

function amount(grosze: Integer64, language: Language): string {
  return plainHundredths(grosze, language).replace(/[.,]00$/, "");
}

function typedCell({ kind, key }: RowColumn, cell: Answer["rows"][number]["cells"][number], language: Language) {
  const value = kind === "money" ? amount(cell.number, language) : kind === "number" ? cell.number
    : kind === "choice" ? cell.choice : cell.text;
  return [key, value] as const;
}

export function typedRows(field: FormField, answer: Answer, language: Language): Row[] {
  const columns = columnsOf(field);

  switch (field.kind) {
    case "BUDGET":
      return answer.budget.map(({ category, name, unitPriceGrosze, count }): Row =>
        ({ category, name, price: amount(unitPriceGrosze, language), count }));
    case "PERSON_LIST":
      return answer.people.map(({ name, email, part, experience }): Row => ({ person: name, email, part, experience }));
    default:
      return answer.rows.map(({ cells }) => Object.fromEntries(cells.flatMap((cell) => {
        const found = columns.find(({ key }) => key === cell.column);
        return found ? [typedCell(found, cell, language)] : [];
      })));
  }
}

/** The same for rows that mean the same: "1 000,00" and "1000". */
export function plainRows(field: FormField, all: readonly Row[]): Row[] {
  const columns = columnsOf(field);
  return all.filter((row) => !isEmptyRow(row)).map((row) => Object.fromEntries(columns.flatMap((each) => {
    const value = text(row, each.key);
    if (value === "") return [];
    const money = each.kind === "money" ? parseHundredths(value) : null;
    const whole = each.kind === "number" ? parseWhole(value) : null;
    const plain = money !== null ? plainHundredths(String(money) as Integer64, "en").replace(/\.00$/, "")
      : whole !== null ? String(whole) : value;
    return [[each.key, plain] as const];
  })));
}

/** Price times count over all lines, grosze. */
export function budgetTotal(rows: readonly Row[]): bigint {
  return rows.reduce((sum, row) =>
    sum + (parseHundredths(text(row, "price")) ?? 0n) * (parseWhole(text(row, "count")) ?? 0n), 0n);
}
