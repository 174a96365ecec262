/* What an address of the search page asks the API for. Pure. */
import type { ApplicantType, DossierOrder, DossierState } from "../../api/shapes";
import type { Integer64 } from "../../api/values";

/** "1 500,50" in hundredths; null when it is no amount. */
export function grosze(typed: string): bigint | null {
  const found = /^(\d{1,12})(?:[.,](\d{1,2}))?$/.exec(typed.replace(/[\s\u00a0]/g, ""));
  return found ? BigInt(found[1] ?? "0") * 100n + BigInt((found[2] ?? "").padEnd(2, "0")) : null;
}

const integer = (number: bigint) => String(number) as Integer64;

const numeric = ["amountFrom", "amountUntil", "pointsFrom"] as const;

/** What must be a number, as it was typed. */
export function numbersOf(asked: URLSearchParams): [string, string][] {
  return numeric.flatMap((name) => asked.get(name) ? [[name, asked.get(name) ?? ""] as [string, string]] : []);
}

/** What is not understood is not asked for, so that an address typed by hand never fails. */
export function queryOf(asked: URLSearchParams) {
  const text = (name: string) => asked.get(name) ?? "";
  const number = (name: string) => grosze(text(name)) ?? 0n;

  return {
    text: text("text").slice(0, 200),
    callId: text("callId"),
    ...(text("state") ? { states: [text("state") as DossierState] } : {}),
    ...(text("type") ? { applicantTypes: [text("type") as ApplicantType] } : {}),
    submittedFrom: text("from"),
    submittedUntil: text("until"),
    ...(number("amountFrom") ? { amountFromGrosze: integer(number("amountFrom")) } : {}),
    ...(number("amountUntil") ? { amountUntilGrosze: integer(number("amountUntil")) } : {}),
    ...(number("pointsFrom") ? { pointsFrom: Number(number("pointsFrom")) } : {}),
    ...(text("order") ? { order: text("order") as DossierOrder } : {}),
  };
}
