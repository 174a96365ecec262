/* What an institution says about its adoption, as a form has it and as the API does. */
import { Problem, type FieldProblem } from "../../api/problem";
import type { Integer64 } from "../../api/values";
import type { Library } from "../../texts/library/pl";
import type { Wording } from "../../parts/form";

export const planFields = ["institution", "place", "startedOn", "scale", "cost", "changed", "contact", "namedInPublic"] as const;

/** "12 500,50" -> "1250050"; null for what is no amount. */
export function groszeOf(text: string): Integer64 | null {
  const found = /^(\d{1,12})(?:[.,](\d{1,2}))?$/.exec(text.replaceAll(/[\s\u00a0]/g, ""));

  const grosze = found ? BigInt(found[1] ?? "0") * 100n + BigInt((found[2] ?? "").padEnd(2, "0")) : null;

  if (text.trim() === "") return "0" as Integer64;
  return grosze === null ? null : String(grosze) as Integer64;
}

/** "1250050" -> "12500,50", "0" -> "". */
export function zlotyOf(grosze: string): string {
  const amount = BigInt(grosze);
  const rest = String(amount % 100n).padStart(2, "0");

  return amount === 0n ? "" : rest === "00" ? String(amount / 100n) : `${amount / 100n},${rest}`;
}

export function planOf(value: (name: string) => string, words: Library) {
  const cost = groszeOf(value("cost"));

  if (cost === null) throw new Problem(400, "invalid", "", [{ field: "cost", code: "format", detail: words.adopt.moneyWrong }]);
  return {
    institution: value("institution").trim(), place: value("place"), startedOn: value("startedOn"), scale: value("scale").trim(),
    costGrosze: cost, changed: value("changed").trim(), contact: value("contact").trim(),
    namedInPublic: value("namedInPublic") === "on",
  };
}

/** "plan.costGrosze" -> "cost". */
export function planWording(words: Library): Wording {
  return ({ field, code, detail }: FieldProblem) => {
    const id = field.replace(/^plan\./, "").replace("costGrosze", "cost");
    return [id, id === "place" && code === "required" ? words.adopt.placeMissing : detail];
  };
}
