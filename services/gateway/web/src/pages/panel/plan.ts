/* A plan as it is typed, and as the contract has it. Pure. */
import type { Dossier, PanelMeeting } from "../../api/shapes";
import type { Moment } from "../../api/values";
import { momentOf, typedMoment } from "../../format/typedMoments";

export type MemberRole = "chair" | "voting" | "adviser";

export interface MemberDraft {
  userId: string;
  name: string;
  role: MemberRole;
}

export interface PlanDraft {
  stage: string;
  region: string;
  startsAt: string;
  place: string;
  members: readonly MemberDraft[];
  /** The chosen applications in the order of the agenda, with their pitches as typed. */
  agenda: readonly { applicationId: string; pitchAt: string }[];
}

export const nobody: MemberDraft = { userId: "", name: "", role: "voting" };

export function emptyPlan(stage: string, region: string): PlanDraft {
  return { stage, region, startsAt: "", place: "", members: [{ ...nobody, role: "chair" }, nobody, nobody], agenda: [] };
}

export function planOf(meeting: PanelMeeting): PlanDraft {
  return {
    stage: meeting.stage, region: meeting.region, startsAt: typedMoment(meeting.startsAt), place: meeting.place,
    members: meeting.members.map(({ userId, name, chair, voting }) => ({
      userId, name, role: chair ? "chair" : voting ? "voting" : "adviser",
    })),
    agenda: meeting.items.map(({ applicationId, pitchAt }) => ({ applicationId, pitchAt: typedMoment(pitchAt) })),
  };
}

export function sentPlan(draft: PlanDraft) {
  return {
    region: draft.region, stage: draft.stage, place: draft.place.trim(),
    startsAt: momentOf(draft.startsAt) ?? draft.startsAt as Moment, /* what is no date is refused by the API */
    members: draft.members.filter(({ userId, name }) => userId.trim() !== "" || name.trim() !== "")
      .map(({ userId, name, role }) => ({
        userId: userId.trim(), name: name.trim(), chair: role === "chair", voting: role !== "adviser",
      })),
    agenda: draft.agenda.map(({ applicationId, pitchAt }) => {
      const at = momentOf(pitchAt);
      return { applicationId, ...(at ? { pitchAt: at } : {}) };
    }),
  };
}

/** What a panel may talk about: all cards are in. */
export function readyFor(dossiers: readonly Dossier[], draft: Pick<PlanDraft, "stage" | "region">): Dossier[] {
  return dossiers.filter(({ stage, region, state }) => stage === draft.stage
    && (draft.region === "" || region === draft.region) && (state === "ASSESSED" || state === "DECISION_DUE"));
}
