import type { Call, CallState } from "../api/shapes";
import type { Moment } from "../api/values";
import { daysLeft } from "../format/moments";
import { useLanguage } from "../language/context";

export type Phase = "soon" | "open" | "assessment" | "decided" | "suspended" | "annulled";

interface Dated {
  submitFrom: Moment | undefined;
  submitUntil: Moment | undefined;
}

export function phaseOf(state: CallState, { submitFrom, submitUntil }: Dated, now: number): Phase {
  if (state === "CALL_DECIDED") return "decided";
  if (state === "CALL_SUSPENDED") return "suspended";
  if (state === "CALL_ANNULLED") return "annulled";
  if (submitFrom && now < Date.parse(submitFrom)) return "soon";
  return submitUntil && now < Date.parse(submitUntil) ? "open" : "assessment";
}

/** Whether drafts of a first stage can be written: before the moment when they can be submitted, too. */
export function callIsOpenForWriting({ state, definition }: Pick<Call, "state" | "definition">, now: number): boolean {
  const { fillFrom, submitUntil } = definition ?? {};
  return state === "CALL_PUBLISHED" && fillFrom !== undefined && submitUntil !== undefined
    && Date.parse(fillFrom) <= now && now < Date.parse(submitUntil);
}

/** Where a call is now, in a word, and for an open one how long it will be. */
export function CallStatus({ state, dates }: { state: CallState; dates: Dated }) {
  const { texts } = useLanguage();
  const now = Date.now();
  const phase = phaseOf(state, dates, now);

  return (
    <p class="status">
      <span class={`tag ${phase}`}>{texts.call.state[phase]}</span>
      {phase === "open" && dates.submitUntil && (
        <span class="quiet">{texts.call.left(daysLeft(dates.submitUntil, now))}</span>
      )}
    </p>
  );
}
