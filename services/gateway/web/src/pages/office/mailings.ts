/* What the pages of mailings share. */
import { useEffect } from "preact/hooks";
import type { Call, Mailing } from "../../api/shapes";
import { localText } from "../../parts/Local";
import type { Language } from "../../language/languages";
import type { Mailings } from "../../texts/mailings/pl";
import { regionNameOf } from "./desk";

/** Its subject, or which letters it holds and of which region. */
export function mailingTitle(mailing: Mailing, call: Call, texts: Mailings, language: Language): string {
  if (mailing.content?.subject)
    return localText(mailing.content.subject, language).replaceAll("{{call}}", localText(call.definition?.title, language));
  const regions = mailing.regions.map((region) => region === "*" ? texts.everywhere : regionNameOf(call, region));
  return `${texts.kind[mailing.kind] ?? ""}: ${regions.join(", ")}`;
}

export function stateText(mailing: Mailing, texts: Mailings): string {
  return mailing.kind !== "ANNOUNCEMENT" && mailing.state === "MAILING_DRAFT" ? texts.waitingResults : texts.state[mailing.state] ?? "";
}

export function isCounting(mailing: Mailing): boolean {
  return (mailing.reach?.counting ?? 0) > 0;
}

/** Calls `refresh` now and then while `busy`. */
export function useWatching(busy: boolean, refresh: () => void): void {
  useEffect(() => {
    if (!busy) return;
    const timer = setInterval(refresh, 1500);
    return () => clearInterval(timer);
  }, [busy, refresh]);
}
