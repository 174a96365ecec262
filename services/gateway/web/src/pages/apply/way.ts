/* The way of an application as steps, from what the API says of it and of its call. Pure. */
import type { Application, ApplicationState, CallDefinition, Stage } from "../../api/shapes";
import type { Moment } from "../../api/values";

export type StepName = "draft" | "submit" | "formal" | "merit" | "list" | "stage" | "catalogue";
export type StepState = "done" | "now" | "ahead" | "stopped";

export interface Step {
  name: StepName;
  state: StepState;
  /** Of a stage after the first. */
  stage?: Stage;
  at?: Moment | undefined;
  until?: Moment | undefined;
}

/* How many steps of the first stage (draft, submit, formal, merit, list) are behind, and whether the
 * way ended there. */
const reached: Record<ApplicationState, readonly [number, boolean]> = {
  APPLICATION_STATE_UNSPECIFIED: [0, false],
  DRAFT: [0, false],
  SUBMITTED: [2, false],
  IN_ASSESSMENT: [3, false],
  FORMALLY_REJECTED: [2, true],
  BELOW_THRESHOLD: [4, true],
  NOT_SELECTED: [4, true],
  RESERVE: [4, false],
  RECOMMENDED: [5, false],
  IN_INCUBATION: [5, false],
  COMPLETED: [5, false],
  ENDED: [5, false],
  WITHDRAWN: [0, true],
  IN_CORRECTION: [2, false],
  NOT_CONSIDERED: [2, true],
};

function stateAt(index: number, position: number, stopped: boolean): StepState {
  if (index < position) return "done";
  if (index > position) return "ahead";
  return stopped ? "stopped" : "now";
}

function firstSteps(application: Application, definition: CallDefinition, later: boolean): Step[] {
  const [first] = definition.stages;
  const [position, stopped] = later ? [5, false] as const : reached[application.state];
  const withdrawnAfter = application.state === "WITHDRAWN" && application.number !== "" ? 2 : position;
  const all: Step[] = [
    { name: "draft", state: "ahead", at: application.createdAt },
    { name: "submit", state: "ahead", until: definition.submitUntil,
      at: later ? undefined : application.submittedAt },
    { name: "formal", state: "ahead", until: application.state === "IN_CORRECTION" ? application.correction?.due : undefined },
    { name: "merit", state: "ahead" },
    { name: "list", state: "ahead" },
  ];
  return all.map((step, index) => ({ ...step, state: stateAt(index, later ? 5 : withdrawnAfter, stopped) }))
    .filter(({ name }) => name !== "formal" || (first?.formalItems.length ?? 0) > 0)
    .filter(({ name }) => (name !== "merit" && name !== "list") || first?.assessment === "POINTS");
}

function laterSteps(application: Application, definition: CallDefinition, position: number): Step[] {
  return definition.stages.slice(1).map((stage, index): Step => {
    const here = index + 1 === position;
    const passed = index + 1 < position || application.state === "COMPLETED";
    const stopped = here && (application.state === "ENDED" || application.state === "WITHDRAWN");
    return {
      name: "stage",
      stage,
      state: passed ? "done" : stopped ? "stopped" : here ? "now" : "ahead",
      at: here && application.state !== "IN_INCUBATION" ? application.submittedAt : undefined,
    };
  });
}

export interface NextDate {
  what: "opens" | "submit" | "correct";
  at: Moment;
  /** Whether it is the first instant that is too late. */
  last: boolean;
}

/** The date that the applicant waits for or must keep next; null where nothing hangs on a day. */
export function nextDateOf(application: Application, definition: CallDefinition, now: number): NextDate | null {
  const { submitFrom, submitUntil, stages } = definition;
  const due = application.correction?.due;
  const first = application.stage === stages[0]?.key;

  if (application.state === "IN_CORRECTION" && due) return { what: "correct", at: due, last: true };
  if (application.state !== "DRAFT" || !first) return null;
  if (submitFrom && now < Date.parse(submitFrom)) return { what: "opens", at: submitFrom, last: false };
  return submitUntil && now < Date.parse(submitUntil) ? { what: "submit", at: submitUntil, last: true } : null;
}

export function timelineOf(application: Application, definition: CallDefinition): Step[] {
  const position = definition.stages.findIndex(({ key }) => key === application.stage);
  const later = position > 0;

  return [
    ...firstSteps(application, definition, later),
    ...laterSteps(application, definition, position),
    { name: "catalogue", state: application.state === "COMPLETED" ? "done" : "ahead" },
  ];
}
