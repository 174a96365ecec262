/* An announced call: what can still be done with it, each act with what it means for those who apply. */
import { useState, type StateUpdater, type Dispatch } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { get, post, put } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Call, CallDefinition, SentForm } from "../../api/shapes";
import { dropRevision, loadFresh, revisionOf } from "../../editor/desk";
import { InstantInput } from "../../editor/inputs";
import { FormVersions } from "../../form/FormVersions";
import { formatLastMoment, formatMoment } from "../../format/moments";
import { endOf, lastWallOf } from "../../format/warsaw";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { CallStatus } from "../../parts/callStatus";
import { ErrorSummary, Form, useSubmission, type Wording } from "../../parts/form";
import { LoadedPage } from "../../parts/Loaded";
import { localLanguage, localText, Prose } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { navigate, useLocation } from "../../router/location";
import type { PathParameters } from "../../router/path";
import { whoAmI } from "../../session";
import { editor } from "../../texts/editor";
import { versions } from "../../texts/versions";
import { hasRole, inProgramme } from "../office/desk";
import { editorAt } from "./routes";

type Changed = (call: Call, said: string) => void;

interface ActProps {
  call: Call;
  definition: CallDefinition;
  onChanged: Changed;
}

interface ReasonDraft {
  pl: string;
  en: string;
}

interface ReasonProps {
  id: string;
  label: string;
  help: string;
  draft: ReasonDraft;
  errors: Readonly<Record<string, string>>;
  set: Dispatch<StateUpdater<ReasonDraft>>;
}

function ReasonInputs({ id, label, help, draft, errors, set }: ReasonProps) {
  const { inLanguage } = useScoped(editor);

  return (
    <>
      {(["pl", "en"] as const).map((language) => {
        const name = `${id}-${language}`;
        const error = errors[name];
        return (
          <div class={error ? "field wrong" : "field"} key={language}>
            <label for={name}>{label} ({inLanguage[language]})</label>
            {language === "pl" && <p class="quiet" id={`${name}-help`}>{help}</p>}
            {error && <p class="error" id={`${name}-error`}>{error}</p>}
            <textarea id={name} rows={3} lang={language} value={draft[language]} aria-invalid={error ? true : undefined}
              aria-describedby={[language === "pl" && `${name}-help`, error && `${name}-error`].filter(Boolean).join(" ") || undefined}
              onInput={(event) => set({ ...draft, [language]: event.currentTarget.value })} />
          </div>
        );
      })}
    </>
  );
}

function Act({ id, title, lead, children }: { id: string; title: string; lead: string; children: ComponentChildren }) {
  return (
    <details class="act-box" id={id} open={location.hash === `#${id}`}>
      <summary>{title}</summary>
      <p>{lead}</p>
      {children}
    </details>
  );
}

function useUntil(definition: CallDefinition) {
  const [until, setUntil] = useState(definition.submitUntil ? lastWallOf(definition.submitUntil) : "");
  return { until, setUntil, end: endOf(until) };
}

function Extend({ call, definition, onChanged }: ActProps) {
  const { manage, misread } = useScoped(editor);
  const { until, setUntil, end } = useUntil(definition);
  const submission = useSubmission(["submitUntil"], async () => {
    if (!end) throw new Problem(400, "invalid", "", [{ field: "submitUntil", code: "format", detail: misread.instant }]);
    onChanged(await post("/v1/calls/{callId}/extend", { path: { callId: call.id }, body: { submitUntil: end } }), manage.extended);
  });

  return (
    <Act id="extend" title={manage.extend} lead={manage.extendLead}>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={manage.extendYes}>
        {submission.errors.submitUntil && <p class="error">{submission.errors.submitUntil}</p>}
        <InstantInput id="submitUntil" legend={manage.newEnd} help={manage.newEndHelp} value={until} onChange={setUntil} />
      </Form>
    </Act>
  );
}

function Suspend({ call, onChanged, annul }: ActProps & { annul: boolean }) {
  const { manage } = useScoped(editor);
  const id = annul ? "annul" : "suspend";
  const [draft, setDraft] = useState<ReasonDraft>({ pl: "", en: "" });
  const [sure, setSure] = useState(false);
  const wording: Wording = ({ field, detail }) => [field === "sure" ? `${id}-sure` : field.replace(/^reason\./, `${id}-`).replace(/^reason$/, `${id}-pl`), detail];
  const submission = useSubmission([`${id}-pl`, `${id}-en`, `${id}-sure`], async () => {
    const body = { reason: { pl: draft.pl.trim(), en: draft.en.trim() } };
    const missing = [
      ...(body.reason.pl === "" ? [{ field: "reason.pl", code: "required", detail: manage.reasonMissing }] : []),
      ...(annul && !sure ? [{ field: "sure", code: "required", detail: manage.sureMissing }] : []),
    ];
    if (missing.length > 0) throw new Problem(400, "invalid", "", missing);
    const path = { callId: call.id };
    onChanged(annul ? await post("/v1/calls/{callId}/annul", { path, body }) : await post("/v1/calls/{callId}/suspend", { path, body }),
      annul ? manage.annulled : manage.suspended);
  }, wording);

  return (
    <Act id={id} title={annul ? manage.annul : manage.suspend} lead={annul ? manage.annulLead : manage.suspendLead}>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={annul ? manage.annulYes : manage.suspendYes} warning={annul}>
        <ReasonInputs id={id} label={manage.reason} help={manage.reasonHelp} draft={draft} errors={submission.errors} set={setDraft} />
        {annul && (
          <div class={submission.errors[`${id}-sure`] ? "field wrong" : "field"}>
            <div class="choice declaration">
              <input type="checkbox" id={`${id}-sure`} checked={sure} onChange={(event) => setSure(event.currentTarget.checked)} />
              <label for={`${id}-sure`}>{manage.annulSure}</label>
            </div>
          </div>
        )}
      </Form>
    </Act>
  );
}

function Resume({ call, definition, onChanged }: ActProps) {
  const { manage, misread } = useScoped(editor);
  const { until, setUntil, end } = useUntil(definition);
  const [later, setLater] = useState(false);
  const submission = useSubmission(["submitUntil"], async () => {
    if (later && !end) throw new Problem(400, "invalid", "", [{ field: "submitUntil", code: "format", detail: misread.instant }]);
    onChanged(await post("/v1/calls/{callId}/resume", { path: { callId: call.id }, body: later && end ? { submitUntil: end } : {} }), manage.resumed);
  });

  return (
    <Act id="resume" title={manage.resume} lead={manage.resumeLead}>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={manage.resumeYes}>
        <div class="choice">
          <input type="checkbox" id="later" checked={later} onChange={(event) => setLater(event.currentTarget.checked)} />
          <label for="later">{manage.resumeLater}</label>
        </div>
        {submission.errors.submitUntil && <p class="error">{submission.errors.submitUntil}</p>}
        {later && <InstantInput id="submitUntil" legend={manage.newEnd} help={manage.newEndHelp} value={until} onChange={setUntil} />}
      </Form>
    </Act>
  );
}

/* What this browser holds of a new version of the forms, stage by stage. */
function Revision({ call, onChanged }: ActProps) {
  const { manage } = useScoped(editor);
  const { language } = useLanguage();
  const words = useScoped(versions);
  const [note, setNote] = useState<ReasonDraft>({ pl: "", en: "" });
  const [round, setRound] = useState(0);
  const found = useResource(`revision ${call.id} ${round}`, () => revisionOf(call.id));
  const revision = found.state === "ready" ? found.data : undefined;
  const changed = revision?.definition.stages.filter((stage) => {
    const now = call.definition?.stages.find(({ key }) => key === stage.key);
    return JSON.stringify(now?.form) !== JSON.stringify(stage.form);
  }) ?? [];
  const wording: Wording = ({ field, detail }) => [field === "note.pl" ? "note-pl" : "revision", detail];
  const submission = useSubmission(["note-pl"], async () => {
    let latest = call;
    let { of: version } = revision ?? { of: call.version };
    const said = { pl: note.pl.trim(), en: note.en.trim() };
    if (said.pl === "") throw new Problem(400, "invalid", "", [{ field: "note.pl", code: "required", detail: words.noteMissing }]);
    for (const { key, form } of changed) {
      if (!form) continue;
      latest = await put("/v1/calls/{callId}/stages/{stage}/form", { path: { callId: call.id, stage: key }, body: { version, form: form as SentForm, note: said } });
      version = latest.version;
    }
    await dropRevision(call.id);
    setRound(round + 1);
    onChanged(latest, manage.revised);
  }, wording);
  const drop = async () => {
    await dropRevision(call.id);
    setRound(round + 1);
  };

  return (
    <Act id="revision" title={manage.revise} lead={manage.reviseLead}>
      <p><a href={editorAt(call.id)}>{manage.toForms}</a></p>
      <ErrorSummary submission={submission} />
      {changed.length > 0 && (
        <>
          <p><strong>{manage.changedForms(changed.map(({ title }) => localText(title, language)).join(", "))}</strong></p>
          <Form submission={submission} button={manage.reviseYes}>
            <ReasonInputs id="note" label={words.note} help={words.noteHelp} draft={note} errors={submission.errors} set={setNote} />
          </Form>
          <p><button class="button plain" type="button" onClick={() => void drop()}>{manage.dropRevision}</button></p>
        </>
      )}
    </Act>
  );
}

/* Of the stages whose form was changed since the announcement. */
function Versions({ call, definition }: { call: Call; definition: CallDefinition }) {
  const { language } = useLanguage();
  const words = useScoped(versions);
  const found = useResource(`versions ${call.id} ${call.version}`, () => Promise.all(definition.stages.map(async ({ key, title }) => ({
    key, title, versions: (await get("/v1/calls/{callId}/stages/{stage}/versions", { path: { callId: call.id, stage: key } })).versions }))));
  const changed = found.state === "ready" ? found.data.filter(({ versions: list }) => list.length > 1) : [];

  if (changed.length === 0) return null;
  return (
    <section aria-labelledby="versions">
      <h2 id="versions">{words.title}</h2>
      <p>{words.lead}</p>
      {changed.map(({ key, title, versions: list }) => (
        <section key={key}>
          <h3 lang={localLanguage(title, language)}>{localText(title, language)}</h3>
          <FormVersions versions={list} heading="h4" />
        </section>
      ))}
    </section>
  );
}

function Acts(props: ActProps & { owner: boolean }) {
  const { call, owner } = props;
  const { manage } = useScoped(editor);
  const open = call.state === "CALL_PUBLISHED";
  const suspended = call.state === "CALL_SUSPENDED";

  return (
    <section aria-labelledby="acts">
      <h2 id="acts">{manage.acts}</h2>
      {open && call.phase !== "PHASE_CLOSED" && <Extend {...props} />}
      {open && <Suspend {...props} annul={false} />}
      {suspended && <Resume {...props} />}
      {(open || suspended) && <Revision {...props} />}
      {(open || suspended) && owner && <Suspend {...props} annul />}
      <p><a href={`/office/new-call?from=${call.id}`}>{manage.copy}</a></p>
      <p><a href={`/office/new-call?from=${call.id}&supplement=yes`}>{manage.supplement}</a></p>
      <p><a href={`/v1/calls/${call.id}/definition`} download>{manage.file}</a></p>
    </section>
  );
}

function Body({ first, owner }: { first: Call; owner: boolean }) {
  const { language, texts } = useLanguage();
  const { manage } = useScoped(editor);
  const announced = useLocation().query.get("announced") !== null;
  const [call, setCall] = useState(first);
  const [said, setSaid] = useState(announced ? manage.announced : "");
  const { definition } = call;
  if (!definition) return null;
  const onChanged: Changed = (next, text) => {
    setCall(next);
    setSaid(text);
    scrollTo(0, 0);
  };
  const { fillFrom, submitFrom, submitUntil } = definition;

  return (
    <Page title={localText(definition.title, language)} titleLanguage={localLanguage(definition.title, language)}
      above={<><p class="back"><a href={`/office/calls/${call.id}`}>{manage.back}</a></p><CallStatus state={call.state} dates={definition} /></>}>
      <p role="status" class={said ? "notice" : undefined}>{said}</p>
      <ul>
        {fillFrom && <li>{texts.call.fillFrom}: {formatMoment(fillFrom, language)}</li>}
        {submitFrom && <li>{texts.call.submitFrom}: {formatMoment(submitFrom, language)}</li>}
        {submitUntil && <li>{texts.call.lastMoment}: <strong>{formatLastMoment(submitUntil, language)}</strong></li>}
        <li>{manage.submitted(call.submittedCount)}</li>
      </ul>
      <p><a href={`/calls/${call.id}`}>{manage.see}</a></p>
      {call.notice && (call.state === "CALL_SUSPENDED" || call.state === "CALL_ANNULLED") && (
        <div class="notice"><Prose text={localText(call.notice, language)} language={localLanguage(call.notice, language)} /></div>
      )}
      <Acts key={String(call.version)} {...{ call, definition, onChanged, owner }} />
      <Versions call={call} definition={definition} />
    </Page>
  );
}

function ToEditor({ id }: { id: string }) {
  navigate(editorAt(id), "replace");
  return null;
}

export function ManagePage({ id = "" }: PathParameters) {
  const loaded = useResource(`manage ${id}`, async () => {
    const account = await whoAmI();
    const first = await loadFresh(id);
    return { first, owner: hasRole(inProgramme(account, first.definition?.programmeId ?? ""), "OWNER") };
  });

  return (
    <LoadedPage resource={loaded}>
      {(found) => found.first.state === "CALL_DRAFT" ? <ToEditor id={id} /> : <Body {...found} />}
    </LoadedPage>
  );
}
