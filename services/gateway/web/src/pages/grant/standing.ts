/* Where a grant stands, and whose turn it is. Pure; the API decides what may be done. */
import type { Grant, GrantReport, GrantTranche } from "../../api/shapes";
import type { Integer64, Moment } from "../../api/values";

export interface Balances {
  agreed: Integer64;
  toPay: Integer64;
  advanced: Integer64;
  accepted: Integer64;
  returned: Integer64;
  released: Integer64;
}

const nothing = "0" as Integer64;

/** As the last entry of the ledger has it. Nothing is booked before both sides have signed. */
export function balancesOf(grant: Grant): Balances {
  return grant.ledger.at(-1) ?? { agreed: grant.amountGrosze, toPay: nothing, advanced: nothing, accepted: nothing,
    returned: nothing, released: nothing };
}

export type Turn =
  | { who: "grantee" | "office"; what: "sign"; until: Moment | undefined }
  | { who: "grantee"; what: "report" | "mend"; position: number; until: Moment | undefined; late: boolean }
  | { who: "grantee"; what: "return"; amount: Integer64 }
  | { who: "office"; what: "pay" | "decide"; position: number }
  | { who: "nobody"; what: "closed" | "declined" };

export function isLate(report: GrantReport, now: number): boolean {
  const waits = report.state === "REPORT_EXPECTED" || report.state === "REPORT_TO_MEND";
  return waits && report.dueUntil !== undefined && now >= Date.parse(report.dueUntil);
}

export function reportOf(grant: Grant, tranche: GrantTranche): GrantReport | undefined {
  return grant.reports.find(({ position }) => position === tranche.position);
}

/** The one thing that the grant waits for; what stands first in the order of tranches. */
export function turnOf(grant: Grant, now: number): Turn {
  if (grant.state === "GRANT_OFFERED") return { who: "grantee", what: "sign", until: grant.acceptUntil };
  if (grant.state === "GRANT_DECLINED") return { who: "nobody", what: "declined" };
  if (grant.state === "GRANT_CLOSED") return { who: "nobody", what: "closed" };
  for (const tranche of grant.tranches) {
    const report = reportOf(grant, tranche);
    const { position } = tranche;
    if (!tranche.paid) return { who: "office", what: "pay", position };
    if (!report || report.state === "REPORT_ACCEPTED") continue;
    if (report.state === "REPORT_SUBMITTED") return { who: "office", what: "decide", position };
    return { who: "grantee", what: report.state === "REPORT_TO_MEND" ? "mend" : "report", position,
      until: report.dueUntil, late: isLate(report, now) };
  }
  return { who: "grantee", what: "return", amount: balancesOf(grant).advanced };
}

/** Whether an amendment waits for an answer; only one may. */
export function amendmentWaits(grant: Grant): boolean {
  return grant.amendments.some(({ state }) => state === "AMENDMENT_ASKED");
}

/** "-500,50" or "500" as grosze: a change may be either; null when it is no amount. */
export function signedGrosze(typed: string, parse: (text: string) => bigint | null): bigint | null {
  const text = typed.trim().replace(/^[\u2212\u2013]/, "-");
  if (text === "") return 0n;
  const amount = parse(text.replace(/^[+-]/, ""));
  return amount !== null && text.startsWith("-") ? -amount : amount;
}
