/* Writing a mailing: whom it is for and what it says. */
import { useState } from "preact/hooks";
import { post, put } from "../../api/client";
import type { AudienceKind, DossierState, ListGroup, Mailing, MailingContent, Role } from "../../api/shapes";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { ErrorSummary, Form, useSubmission, type FieldErrors, type Wording } from "../../parts/form";
import { mailings } from "../../texts/mailings";
import { office } from "../../texts/office";
import { Radios, TextInput } from "../apply/ApplicantFields";
import { ownRegions, type CallDesk } from "./desk";

type Kind = Exclude<AudienceKind, "AUDIENCE_KIND_UNSPECIFIED">;
const kinds: readonly Kind[] = ["APPLICANTS", "DRAFT_HOLDERS", "ASSESSORS", "ROLE_HOLDERS"];
const states: readonly DossierState[] = ["FORMAL_REVIEW", "FORMALLY_REJECTED", "MERIT_REVIEW", "THIRD_ASSESSMENT", "ASSESSED",
  "RANKED", "DECISION_DUE", "DECIDED", "WITHDRAWN"];
const groups: readonly ListGroup[] = ["RECOMMENDED", "ON_RESERVE", "NOT_SELECTED", "BELOW_THRESHOLD"];
const roles = ["ASSESSOR", "COORDINATOR", "CARER", "EDITOR"] as const;

interface Draft {
  kind: Kind;
  regions: readonly string[];
  states: readonly DossierState[];
  groups: readonly ListGroup[];
  openCards: boolean;
  role: Role;
  subject: string;
  subjectEn: string;
  body: string;
  bodyEn: string;
  official: boolean;
}

function draftOf(content: MailingContent | undefined): Draft {
  const audience = content?.audience;
  const kind = audience?.kind;
  return {
    kind: kind && kind !== "AUDIENCE_KIND_UNSPECIFIED" ? kind : "APPLICANTS",
    regions: audience?.regions ?? [], states: audience?.states ?? [], groups: audience?.groups ?? [],
    openCards: audience?.openCards ?? false, role: audience?.role ?? "ROLE_UNSPECIFIED",
    subject: content?.subject?.pl ?? "", subjectEn: content?.subject?.en ?? "",
    body: content?.body?.pl ?? "", bodyEn: content?.body?.en ?? "", official: content?.official ?? false,
  };
}

/** What narrows another kind of audience is left out. */
function contentOf(draft: Draft) {
  const applicants = draft.kind === "APPLICANTS";
  return {
    audience: {
      kind: draft.kind, regions: [...draft.regions],
      states: applicants ? [...draft.states] : [], groups: applicants ? [...draft.groups] : [],
      openCards: draft.kind === "ASSESSORS" && draft.openCards,
      role: draft.kind === "ROLE_HOLDERS" ? draft.role : "ROLE_UNSPECIFIED" as const,
    },
    subject: { pl: draft.subject.trim(), en: draft.subjectEn.trim() },
    body: { pl: draft.body.trim(), en: draft.bodyEn.trim() },
    official: draft.official,
  };
}

interface ChecksProps<T extends string> {
  id: string;
  legend: string;
  help: string;
  options: readonly (readonly [T, string])[];
  optionLanguage?: string | undefined;
  chosen: readonly T[];
  onChange: (chosen: readonly T[]) => void;
}

function Checks<T extends string>({ id, legend, help, options, optionLanguage, chosen, onChange }: ChecksProps<T>) {
  return (
    <fieldset class="field" id={id} aria-describedby={`${id}-help`}>
      <legend>{legend}</legend>
      <p class="quiet" id={`${id}-help`}>{help}</p>
      {options.map(([key, label]) => (
        <div class="choice" key={key}>
          <input type="checkbox" id={`${id}-${key}`} checked={chosen.includes(key)}
            onChange={(event) => onChange(event.currentTarget.checked ? [...chosen, key] : chosen.filter((each) => each !== key))} />
          <label for={`${id}-${key}`} lang={optionLanguage}>{label}</label>
        </div>
      ))}
    </fieldset>
  );
}

function Check({ id, label, help, checked, onChange }:
  { id: string; label: string; help?: string; checked: boolean; onChange: (on: boolean) => void }) {
  return (
    <div class="field">
      <div class="choice">
        <input type="checkbox" id={id} checked={checked} aria-describedby={help ? `${id}-help` : undefined}
          onChange={(event) => onChange(event.currentTarget.checked)} />
        <label for={id}>{label}</label>
      </div>
      {help && <p class="quiet" id={`${id}-help`}>{help}</p>}
    </div>
  );
}

function Text({ id, label, help, value, errors, onChange, language }:
  { id: string; label: string; help?: string; value: string; errors: FieldErrors; onChange: (value: string) => void; language: string }) {
  const error = errors[id];
  const describedBy = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ");

  return (
    <div class={error ? "field wrong" : "field"}>
      <label for={id}>{label}</label>
      {help && <p class="quiet" id={`${id}-help`}>{help}</p>}
      {error && <p class="error" id={`${id}-error`}>{error}</p>}
      <textarea id={id} name={id} rows={8} maxLength={4000} value={value} lang={language} aria-invalid={error ? true : undefined}
        aria-describedby={describedBy || undefined} onInput={(event) => onChange(event.currentTarget.value)} />
    </div>
  );
}

function Narrower({ draft, desk, change }: { draft: Draft; desk: CallDesk; change: (part: Partial<Draft>) => void }) {
  const { language, texts } = useLanguage();
  const { compose } = useScoped(mailings);
  const { dossier } = useScoped(office);
  const regions = ownRegions(desk, "OWNER");

  return (
    <>
      {regions.length > 1 && <Checks id="regions" legend={compose.regions} help={compose.regionsHelp} chosen={draft.regions}
        optionLanguage={language === "en" ? "pl" : undefined}
        options={regions.map(({ region, name }) => [region, name] as const)} onChange={(chosen) => change({ regions: chosen })} />}
      {draft.kind === "APPLICANTS" && (
        <>
          <Checks id="states" legend={compose.states} help={compose.statesHelp} chosen={draft.states}
            options={states.map((state) => [state, dossier[state] ?? state] as const)} onChange={(chosen) => change({ states: chosen })} />
          <Checks id="groups" legend={compose.groups} help={compose.groupsHelp} chosen={draft.groups}
            options={groups.map((group) => [group, texts.results.group[group]] as const)} onChange={(chosen) => change({ groups: chosen })} />
        </>
      )}
      {draft.kind === "ASSESSORS" && <Check id="openCards" label={compose.openCards} checked={draft.openCards}
        onChange={(openCards) => change({ openCards })} />}
    </>
  );
}

interface Props {
  desk: CallDesk;
  /** What is changed; without it a new one is written. */
  mailing?: Mailing;
  onSaved: (saved: Mailing) => void;
}

export function MailingForm({ desk, mailing, onSaved }: Props) {
  const { compose } = useScoped(mailings);
  const [draft, setDraft] = useState(() => draftOf(mailing?.content));
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const wording: Wording = ({ field, code, detail }) => {
    const id = { "content.subject.pl": "subject", "content.subject.en": "subjectEn", "content.body.pl": "body",
      "content.body.en": "bodyEn", "content.audience.role": "role" }[field] ?? field;
    if (code === "required" && id === "subject") return [id, compose.fieldSubject];
    if (code === "required" && id === "body") return [id, compose.fieldBody];
    return [id, id === "role" ? compose.fieldRole : detail];
  };
  const submission = useSubmission(["role", "subject", "body", "subjectEn", "bodyEn"], async () => {
    const content = contentOf(draft);
    onSaved(mailing
      ? await put("/v1/mailings/{mailingId}", { path: { mailingId: mailing.id }, body: { version: mailing.version, content } })
      : await post("/v1/calls/{callId}/mailings", { path: { callId: desk.call.id }, body: { content } }));
  }, wording);
  const { errors } = submission;

  return (
    <>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={mailing ? compose.again : compose.save}>
        <Radios<Kind> id="audience" legend={compose.audience} value={draft.kind} errors={errors}
          options={kinds.map((kind) => [kind, compose.kinds[kind]] as const)} onChange={(kind) => change({ kind })} />
        <Narrower draft={draft} desk={desk} change={change} />
        {draft.kind === "ROLE_HOLDERS" && <Radios<Role> id="role" legend={compose.role} value={draft.role} errors={errors}
          options={roles.map((role) => [role, compose.roles[role]] as const)} onChange={(role) => change({ role })} />}
        <TextInput id="subject" label={compose.subject} value={draft.subject} errors={errors} onChange={(subject) => change({ subject })} />
        <Text id="body" label={compose.body} help={compose.bodyHelp} value={draft.body} errors={errors} language="pl"
          onChange={(body) => change({ body })} />
        <TextInput id="subjectEn" label={compose.subjectEn} value={draft.subjectEn} errors={errors} onChange={(subjectEn) => change({ subjectEn })} />
        <Text id="bodyEn" label={compose.bodyEn} value={draft.bodyEn} errors={errors} language="en" onChange={(bodyEn) => change({ bodyEn })} />
        <Check id="official" label={compose.official} help={compose.officialHelp} checked={draft.official}
          onChange={(official) => change({ official })} />
      </Form>
    </>
  );
}
