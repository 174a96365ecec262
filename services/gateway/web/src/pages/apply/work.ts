/* An application with all that its pages need to show and to write it. */
import { loadCall } from "../../api/calls";
import { get, put } from "../../api/client";
import type { Account, Answer, ApplicantType, Application, Call, CallDefinition, FormField, FormSection, Stage } from "../../api/shapes";
import type { Integer64 } from "../../api/values";
import type { Remote } from "../../drafts/autosave";
import { afterSaves, begin, type Beginning } from "../../drafts/useAutosave";
import { openFields } from "../../form/correction";
import { loadUploads, type Uploads } from "../../form/uploads";
import { answersOf, canonicalDraft, draftOf, isMisread, type Draft } from "../../form/values";
import type { Language } from "../../language/languages";
import { whoAmI } from "../../session";
import { Problem } from "../../api/problem";

export interface Work {
  account: Account;
  application: Application;
  call: Call;
  definition: CallDefinition;
  stage: Stage;
  /** 0: the first stage, with which the applicant can still change. */
  position: number;
  sections: FormSection[];
  fields: FormField[];
  answers: Answer[];
  /** Undefined: the form asks for no files. */
  uploads: Uploads | undefined;
  /** While formal defects are put right: the only fields that may change. */
  open: ReadonlySet<string> | undefined;
}

export function draftName({ application }: Pick<Work, "application">): string {
  return `application ${application.id} ${application.stage}`;
}

async function loadApplication(id: string): Promise<Application> {
  return get("/v1/applications/{applicationId}", { path: { applicationId: id } });
}

function workOf(account: Account, application: Application, call: Call): Work {
  const { definition } = call;
  const position = definition?.stages.findIndex(({ key }) => key === application.stage) ?? -1;
  const stage = definition?.stages[position];
  if (!definition || !stage) throw new Problem(404, "no-such-stage", "");
  /* The version that the draft was begun with, which may be older than the call's. */
  const sections = (application.form ?? stage.form)?.sections ?? [];
  const { correction } = application;
  const open = application.state === "IN_CORRECTION" && correction
    ? openFields(sections, correction.defects?.list.map(({ field }) => field) ?? []) : undefined;
  return {
    account, application, call, definition, stage, position, sections, uploads: undefined, open,
    fields: sections.flatMap((section) => section.fields),
    answers: application.answers?.list ?? [],
  };
}

export async function loadWork(id: string): Promise<Work> {
  const account = await whoAmI();
  let application = await loadApplication(id);
  const name = draftName({ application });
  if (await afterSaves(name)) application = await loadApplication(id);
  const work = workOf(account, application, await loadCall(application.callId));
  if (work.fields.some(({ kind }) => kind === "FILE")) work.uploads = await loadUploads(id);
  return work;
}

/** The work with what to write it on: what the API has and what this browser kept of it. */
export async function beginWork(id: string, language: Language): Promise<{ work: Work; beginning: Beginning<Draft> }> {
  const work = await loadWork(id);
  const values = draftOf(work.fields, work.answers, language);
  const beginning = await begin<Draft>(draftName(work), { values, version: work.application.version },
    (draft) => canonicalDraft(work.fields, draft));
  return { work, beginning };
}

export function remoteOf(work: Work, language: Language): Remote<Draft> {
  let { applicant } = work.application;
  const { fields, application } = work;
  const path = { applicationId: application.id };

  return {
    plain: (draft) => canonicalDraft(fields, draft),
    save: async (draft: Draft, version: Integer64) => {
      if (!applicant) throw new Problem(400, "no-applicant", "");
      const saved = await put("/v1/applications/{applicationId}", {
        path, body: { version, applicant, answers: { list: answersOf(fields, draft) } },
      });
      return { version: saved.version, at: saved.savedAt };
    },
    load: async () => {
      const newer = await loadApplication(application.id);
      applicant = newer.applicant;
      return { values: draftOf(fields, newer.answers?.list ?? [], language), version: newer.version };
    },
    held: (draft) => fields.filter((field) => isMisread(field, draft[field.key])).map(({ key }) => key),
    keyOf: (field, draft) => {
      const inList = /^answers\.list\[(\d+)\]/.exec(field);
      if (inList) return answersOf(fields, draft)[Number(inList[1])]?.field ?? "";
      const key = keyIn(field);
      return fields.some((each) => each.key === key) ? key : "";
    },
  };
}

/** "answers.costs.budget[0].name" -> "costs". */
export function keyIn(field: string): string {
  return /^answers\.([\w-]+)/.exec(field)?.[1] ?? "";
}

export function applicantType({ application }: Pick<Work, "application">): ApplicantType {
  return application.applicant?.type ?? "APPLICANT_TYPE_UNSPECIFIED";
}

/** What the last try to submit said of each field, so that its part of the form can show it. */
const refusedAnswers = new Map<string, Map<string, string>>();

export function rememberRefusals(applicationId: string, problem: Problem): void {
  refusedAnswers.set(applicationId, new Map(problem.fields.map(({ field, detail }) =>
    [keyIn(field), detail])));
}

export function refusalsOf(applicationId: string): Map<string, string> {
  return refusedAnswers.get(applicationId) ?? new Map();
}

export function forgetRefusal(applicationId: string, key: string): void {
  refusedAnswers.get(applicationId)?.delete(key);
}
