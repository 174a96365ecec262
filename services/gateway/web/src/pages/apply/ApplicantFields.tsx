/* Who applies: the same questions at the start and when the draft is changed. */
import type { InputHTMLAttributes } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { FieldProblem } from "../../api/problem";
import type { Account, Applicant, ApplicantType, Member } from "../../api/shapes";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import type { FieldErrors, Wording } from "../../parts/form";
import { apply } from "../../texts/apply";
import type { Apply } from "../../texts/apply/pl";

export interface ApplicantDraft {
  type: ApplicantType;
  organisation: string;
  nip: string;
  krs: string;
  members: Member[];
}

export function isOrganisation(type: ApplicantType): boolean {
  return type === "NGO" || type === "FIRM" || type === "PUBLIC_BODY";
}

export function newApplicant(account: Account, types: readonly ApplicantType[]): ApplicantDraft {
  return {
    type: types.length === 1 && types[0] ? types[0] : "APPLICANT_TYPE_UNSPECIFIED",
    organisation: "", nip: "", krs: "",
    members: [{ name: account.name, email: account.email }],
  };
}

/** What may be sent: what belongs to another kind of applicant is left out. */
export function sentApplicant(draft: ApplicantDraft) {
  const organisation = isOrganisation(draft.type);
  const members = draft.type === "PERSON" ? draft.members.slice(0, 1) : draft.members;
  return {
    type: draft.type,
    organisation: organisation ? draft.organisation.trim() : "",
    nip: organisation ? draft.nip.replaceAll(/[\s-]/g, "") : "",
    krs: organisation ? draft.krs.replaceAll(/\s/g, "") : "",
    members: members.map(({ name, email }) => ({ name: name.trim(), email: email.trim() })),
  };
}

/** "applicant.members[1].email" -> "member-1-email". */
export function applicantField(field: string): string {
  return field.replace(/^applicant\./, "").replace(/^members\[(\d+)\]\.(\w+)$/, "member-$1-$2");
}

export function applicantWording(texts: Apply): Wording {
  return ({ field, code, detail }: FieldProblem) => {
    const id = applicantField(field);
    if (id === "type") return [id, texts.who.fieldType];
    if (id === "region") return [id, texts.who.fieldRegion];
    if (id === "nip") return [id, texts.who.nipWrong];
    if (id === "krs") return [id, texts.who.krsWrong];
    if (id.endsWith("-name") && code === "required") return [id, texts.who.fieldName];
    if (id.endsWith("-email") && code !== "duplicate") return [id, texts.who.fieldEmail];
    return [id, detail];
  };
}

export function applicantFields(draft: ApplicantDraft): string[] {
  return ["type", "organisation", "nip", "krs", "members",
    ...draft.members.flatMap((_, index) => [`member-${index}-name`, `member-${index}-email`])];
}

interface TextProps {
  id: string;
  label: string;
  help?: string;
  type?: "text" | "email";
  autocomplete?: string;
  value: string;
  errors: FieldErrors;
  onChange: (value: string) => void;
}

export function TextInput({ id, label, help, type = "text", autocomplete = "off", value, errors, onChange }: TextProps) {
  const error = errors[id];
  const describedBy = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ");
  const attributes = { id, name: id, type, autocomplete, value } as InputHTMLAttributes<HTMLInputElement>;

  return (
    <div class={error ? "field wrong" : "field"}>
      <label for={id}>{label}</label>
      {help && <p class="quiet" id={`${id}-help`}>{help}</p>}
      {error && <p class="error" id={`${id}-error`}>{error}</p>}
      <input {...attributes} aria-describedby={describedBy || undefined}
        aria-invalid={error ? true : undefined} onInput={(event) => onChange(event.currentTarget.value)} />
    </div>
  );
}

interface RadiosProps<T extends string> {
  id: string;
  legend: string;
  help?: string;
  options: readonly (readonly [T, string])[];
  value: T | "";
  errors: FieldErrors;
  onChange: (value: T) => void;
  optionLanguage?: string | undefined;
}

export function Radios<T extends string>({ id, legend, help, options, value, errors, onChange, optionLanguage }: RadiosProps<T>) {
  const error = errors[id];
  const describedBy = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ");

  return (
    <fieldset class={error ? "field wrong" : "field"} id={id} tabIndex={-1} aria-describedby={describedBy || undefined}>
      <legend>{legend}</legend>
      {help && <p class="quiet" id={`${id}-help`}>{help}</p>}
      {error && <p class="error" id={`${id}-error`}>{error}</p>}
      {options.map(([key, label]) => (
        <div class="choice" key={key}>
          <input type="radio" id={`${id}-${key}`} name={id} checked={value === key} onChange={() => onChange(key)} />
          <label for={`${id}-${key}`} lang={optionLanguage}>{label}</label>
        </div>
      ))}
    </fieldset>
  );
}

interface MembersProps {
  draft: ApplicantDraft;
  errors: FieldErrors;
  onChange: (members: Member[]) => void;
}

function MemberInputs({ index, member, errors, onChange }:
  { index: number; member: Member; errors: FieldErrors; onChange: (member: Member) => void }) {
  const texts = useScoped(apply);
  const own = index === 0;

  return (
    <>
      <TextInput id={`member-${index}-name`} label={texts.who.name} value={member.name} errors={errors}
        autocomplete={own ? "name" : "off"} onChange={(name) => onChange({ ...member, name })} />
      <TextInput id={`member-${index}-email`} type="email" label={texts.who.email} value={member.email} errors={errors}
        autocomplete={own ? "email" : "off"} onChange={(email) => onChange({ ...member, email })} />
    </>
  );
}

const MEMBERS_MAX = 20;

function Group({ draft, errors, onChange }: MembersProps) {
  const texts = useScoped(apply);
  const { members } = draft;
  const [focus, setFocus] = useState("");
  const [said, setSaid] = useState("");
  const box = useRef<HTMLFieldSetElement>(null);
  const add = () => {
    onChange([...members, { name: "", email: "" }]);
    setFocus(`member-${members.length}-name`);
    setSaid("");
  };
  const remove = (index: number) => {
    onChange(members.filter((_, each) => each !== index));
    setFocus("members");
    setSaid(texts.who.removed);
  };

  useEffect(() => {
    if (focus) document.getElementById(focus)?.focus();
    setFocus("");
  }, [members.length]);
  return (
    <fieldset class={errors.members ? "field wrong" : "field"} id="members" tabIndex={-1} ref={box}
      aria-describedby={errors.members ? "members-help members-error" : "members-help"}>
      <legend>{texts.who.members}</legend>
      <p class="quiet" id="members-help">{texts.who.membersHelp}</p>
      {errors.members && <p class="error" id="members-error">{errors.members}</p>}
      {members.map((member, index) => (
        <fieldset class="member" key={index}>
          <legend>{texts.who.member(index + 1)}</legend>
          <MemberInputs {...{ index, member, errors }}
            onChange={(next) => onChange(members.map((each, at) => at === index ? next : each))} />
          {index > 0 && (
            <button class="button plain small" type="button" onClick={() => remove(index)}>
              {texts.who.remove(index + 1)}
            </button>
          )}
        </fieldset>
      ))}
      {members.length < MEMBERS_MAX && (
        <button class="button plain" type="button" onClick={add}>{texts.who.add}</button>
      )}
      <span class="unseen" role="status">{said}</span>
    </fieldset>
  );
}

interface Props {
  draft: ApplicantDraft;
  types: readonly ApplicantType[];
  errors: FieldErrors;
  onChange: (draft: ApplicantDraft) => void;
}

export function ApplicantFields({ draft, types, errors, onChange }: Props) {
  const { texts } = useLanguage();
  const { who } = useScoped(apply);
  const set = (part: Partial<ApplicantDraft>) => onChange({ ...draft, ...part });
  const [first = { name: "", email: "" }, ...others] = draft.members;
  const setType = (type: ApplicantType) => {
    const wantsTwo = type === "INFORMAL_GROUP" && draft.members.length < 2;
    set({ type, members: wantsTwo ? [...draft.members, { name: "", email: "" }] : draft.members });
  };

  return (
    <>
      {types.length > 1 && (
        <Radios id="type" legend={who.type} value={draft.type} errors={errors} onChange={setType}
          options={types.map((type) => [type, texts.call.applicant[type]] as const)} />
      )}
      {isOrganisation(draft.type) && (
        <>
          <TextInput id="organisation" label={who.organisation} value={draft.organisation} errors={errors}
            autocomplete="organization" onChange={(organisation) => set({ organisation })} />
          <TextInput id="nip" label={who.nip} help={who.nipHelp} value={draft.nip} errors={errors}
            onChange={(nip) => set({ nip })} />
          <TextInput id="krs" label={who.krs} help={who.krsHelp} value={draft.krs} errors={errors}
            onChange={(krs) => set({ krs })} />
        </>
      )}
      {draft.type === "INFORMAL_GROUP" ? <Group {...{ draft, errors }} onChange={(members) => set({ members })} />
        : draft.type !== "APPLICANT_TYPE_UNSPECIFIED" && (
          <fieldset class="field">
            <legend>{draft.type === "PERSON" ? who.person : who.contact}</legend>
            <MemberInputs index={0} member={first} errors={errors} onChange={(next) => set({ members: [next, ...others] })} />
          </fieldset>
        )}
    </>
  );
}

export function draftOfApplicant(applicant: Applicant): ApplicantDraft {
  const { type, organisation, nip, krs, members } = applicant;
  return { type, organisation, nip, krs, members };
}
