/* Numbers as people write them. Money comes in grosze and points in hundredths; neither ever goes
 * through a floating-point fraction. */
import type { Integer64 } from "../api/values";
import type { Language } from "../language/languages";

/* Without it Polish leaves 5000 ungrouped, and a column of amounts becomes ragged. */
const grouped = { useGrouping: "always" } as unknown as Intl.NumberFormatOptions;

const whole: Record<Language, Intl.NumberFormat> = {
  pl: new Intl.NumberFormat("pl-PL", grouped),
  en: new Intl.NumberFormat("en-GB", grouped),
};

const fraction: Record<Language, string> = { pl: ",", en: "." };

function hundredths(amount: bigint, language: Language, group: boolean): string {
  const positive = amount < 0n ? -amount : amount;
  const units = positive / 100n;
  const rest = String(positive % 100n).padStart(2, "0");
  const sign = amount < 0n ? "−" : "";
  return `${sign}${group ? whole[language].format(units) : units}${fraction[language]}${rest}`;
}

export function formatCount(count: number | bigint, language: Language): string {
  return whole[language].format(count);
}

/** "329 834,00 zł", "PLN 329,834.00". */
export function formatMoney(grosze: Integer64 | bigint, language: Language): string {
  const amount = hundredths(BigInt(grosze), language, true);
  return language === "pl" ? `${amount}\u00a0zł` : `PLN\u00a0${amount}`;
}

/** "74,50". */
export function formatPoints(points: number, language: Language): string {
  return hundredths(BigInt(points), language, true);
}

/** Points that are a limit: "20", but "12,50". */
export function formatPointLimit(points: number, language: Language): string {
  return points % 100 === 0 ? formatCount(points / 100, language) : formatPoints(points, language);
}

/** Hundredths for a spreadsheet: no grouping, no currency. */
export function plainHundredths(amount: Integer64 | number, language: Language): string {
  return hundredths(BigInt(amount), language, false);
}

/** Share of a whole in per cent, rounded half up; 0 of nothing. */
export function formatShare(part: number, total: number, language: Language): string {
  const share = total === 0 ? 0 : Math.floor((part * 200 + total) / (2 * total));
  return `${formatCount(share, language)}${language === "pl" ? "\u00a0%" : "%"}`;
}

const units = ["B", "kB", "MB", "GB"] as const;

/** Bytes for people, in powers of a thousand: "1,5 MB". */
export function formatSize(bytes: Integer64, language: Language): string {
  let size = Number(bytes);
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  const text = new Intl.NumberFormat(language === "pl" ? "pl-PL" : "en-GB", { maximumFractionDigits: size < 10 && unit > 0 ? 1 : 0 }).format(size);
  return `${text}\u00a0${units[unit]}`;
}
