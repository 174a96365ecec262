/* A table for spreadsheets: UTF-8 with a mark, so that Excel reads Polish letters, and the separator
 * that a spreadsheet of the language expects beside its decimal sign. */
import type { Language } from "../language/languages";

const separators: Record<Language, string> = { pl: ";", en: "," };

/* A cell that begins like a formula would be run by the spreadsheet: OWASP, CSV injection. */
function harmless(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  return /[";,\r\n]/.test(cell) ? `"${cell.replaceAll("\"", "\"\"")}"` : cell;
}

export function csvOf(rows: readonly (readonly string[])[], language: Language): string {
  const lines = rows.map((cells) =>
    cells.map((cell) => quoted(harmless(cell))).join(separators[language]));
  return `\ufeff${lines.join("\r\n")}\r\n`;
}
