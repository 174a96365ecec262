/* Who meets, when, and about what. */
import { useState } from "preact/hooks";
import type { Dossier } from "../../api/shapes";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { ErrorSummary, Form, useSubmission, type FieldErrors, type Wording } from "../../parts/form";
import { localText } from "../../parts/Local";
import { panel } from "../../texts/panel";
import { TextInput } from "../apply/ApplicantFields";
import { regionNameOf, type CallDesk } from "../office/desk";
import { nobody, readyFor, type MemberDraft, type MemberRole, type PlanDraft } from "./plan";

const roles: readonly MemberRole[] = ["chair", "voting", "adviser"];
const MEMBERS_MAX = 40;

interface SelectProps {
  id: string;
  label: string;
  value: string;
  options: readonly (readonly [string, string])[];
  onChange: (value: string) => void;
}

export function Select({ id, label, value, options, onChange }: SelectProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map(([key, text]) => <option key={key} value={key}>{text}</option>)}
      </select>
    </div>
  );
}

function WhenInput({ id, label, value, error, onChange }:
  { id: string; label: string; value: string; error?: string | undefined; onChange: (value: string) => void }) {
  return (
    <div class={error ? "field wrong" : "field"}>
      <label for={id}>{label}</label>
      {error && <p class="error" id={`${id}-error`}>{error}</p>}
      <input id={id} type="datetime-local" value={value} aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined} onInput={(event) => onChange(event.currentTarget.value)} />
    </div>
  );
}

interface MembersProps {
  members: readonly MemberDraft[];
  errors: FieldErrors;
  onChange: (members: readonly MemberDraft[]) => void;
}

function Members({ members, errors, onChange }: MembersProps) {
  const { plan } = useScoped(panel);
  const set = (index: number, change: Partial<MemberDraft>) =>
    onChange(members.map((member, each) => each === index ? { ...member, ...change } : member));

  return (
    <fieldset class={errors.members ? "field wrong" : "field"} id="members" tabIndex={-1}>
      <legend>{plan.members}</legend>
      <p class="quiet">{plan.membersHelp}</p>
      {errors.members && <p class="error">{errors.members}</p>}
      {members.map((member, index) => (
        <fieldset key={index} class="field member">
          <legend>{plan.member(index + 1)}</legend>
          <TextInput id={`member-${index}-user`} label={plan.user} value={member.userId} errors={errors} onChange={(userId) => set(index, { userId })} />
          <TextInput id={`member-${index}-name`} label={plan.name} value={member.name} errors={errors} onChange={(name) => set(index, { name })} />
          <Select id={`member-${index}-role`} label={plan.role} value={member.role}
            options={roles.map((role) => [role, plan.roles[role]] as const)} onChange={(role) => set(index, { role: role as MemberRole })} />
          {members.length > 1 && (
            <button class="button plain" type="button" onClick={() => onChange(members.filter((_, each) => each !== index))}>
              {plan.removeMember(index + 1)}
            </button>
          )}
        </fieldset>
      ))}
      {members.length < MEMBERS_MAX
        && <button class="button plain" type="button" onClick={() => onChange([...members, nobody])}>{plan.addMember}</button>}
    </fieldset>
  );
}

function Agenda({ draft, ready, days, errors, onChange }: {
  draft: PlanDraft; ready: readonly Dossier[]; days: number; errors: FieldErrors; onChange: (agenda: PlanDraft["agenda"]) => void;
}) {
  const { list, plan } = useScoped(panel);
  const entryOf = (id: string) => draft.agenda.find(({ applicationId }) => applicationId === id);

  return (
    <fieldset class={errors.agenda ? "field wrong" : "field"} id="agenda" tabIndex={-1}>
      <legend>{plan.agenda}</legend>
      <p class="quiet">{ready.length === 0 ? list.nothingReady : plan.agendaHelp(days)}</p>
      {errors.agenda && <p class="error">{errors.agenda}</p>}
      {ready.map(({ applicationId, number, title }) => {
        const entry = entryOf(applicationId);
        const index = draft.agenda.findIndex((each) => each.applicationId === applicationId);
        return (
          <div key={applicationId} class="agenda-entry">
            <div class="choice">
              <input type="checkbox" id={`on-${applicationId}`} checked={entry !== undefined} onChange={(event) =>
                onChange(event.currentTarget.checked ? [...draft.agenda, { applicationId, pitchAt: "" }]
                  : draft.agenda.filter((each) => each.applicationId !== applicationId))} />
              <label for={`on-${applicationId}`}><span class="code">{number}</span> <span lang="pl">{title}</span></label>
            </div>
            {entry && (
              <WhenInput id={`pitch-${index}`} label={plan.pitch(number)} value={entry.pitchAt} error={errors[`pitch-${index}`]}
                onChange={(pitchAt) => onChange(draft.agenda.map((each) =>
                  each.applicationId === applicationId ? { ...each, pitchAt } : each))} />
            )}
          </div>
        );
      })}
    </fieldset>
  );
}

/** "plan.members[2].userId" -> "member-2-user". */
const wording: Wording = ({ field, detail }) => {
  const id = field.replace(/^plan\./, "").replace(/^members\[(\d+)\]\.userId$/, "member-$1-user")
    .replace(/^members\[(\d+)\]\.name$/, "member-$1-name").replace(/^agenda\[(\d+)\]\.pitchAt$/, "pitch-$1");
  return [id, detail];
};

interface Props {
  desk: CallDesk;
  dossiers: readonly Dossier[];
  initial: PlanDraft;
  /** A plan that stands keeps its stage and region. */
  fixed: boolean;
  onSend: (draft: PlanDraft) => Promise<void>;
}

export function PlanForm({ desk, dossiers, initial, fixed, onSend }: Props) {
  const { language } = useLanguage();
  const { list, plan } = useScoped(panel);
  const [draft, setDraft] = useState(initial);
  const stages = desk.definition.stages.filter((stage) => stage.panel);
  const everywhere = desk.account.roles.some(({ role, region }) => role === "OWNER" || (role === "COORDINATOR" && region === "*"));
  const own = desk.account.roles.filter(({ role }) => role === "COORDINATOR").map(({ region }) => region);
  const regions = desk.call.regions.filter(({ region }) => everywhere || own.includes(region));
  const days = stages.find(({ key }) => key === draft.stage)?.panel?.invitationDays || 14;
  const submission = useSubmission(["startsAt", "place", "members", "agenda"], () => onSend(draft), wording);
  const { errors } = submission;
  const set = (change: Partial<PlanDraft>) => setDraft({ ...draft, ...change });

  return (
    <>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={plan.save}>
        {!fixed && (
          <>
            {stages.length > 1 && <Select id="stage" label={plan.stage} value={draft.stage} onChange={(stage) => set({ stage, agenda: [] })}
              options={stages.map((stage) => [stage.key, localText(stage.title, language)] as const)} />}
            <Select id="region" label={plan.region} value={draft.region} onChange={(region) => set({ region, agenda: [] })}
              options={[...(everywhere ? [["", list.all] as const] : []), ...regions.map(({ region }) => [region, regionNameOf(desk.call, region)] as const)]} />
          </>
        )}
        <WhenInput id="startsAt" label={plan.startsAt} value={draft.startsAt} error={errors.startsAt} onChange={(startsAt) => set({ startsAt })} />
        <TextInput id="place" label={plan.place} value={draft.place} errors={errors} onChange={(place) => set({ place })} />
        <Members members={draft.members} errors={errors} onChange={(members) => set({ members })} />
        <Agenda draft={draft} ready={readyFor(dossiers, draft)} days={days} errors={errors} onChange={(agenda) => set({ agenda })} />
      </Form>
    </>
  );
}
