/* Appeals: reading, deciding, and what follows from an upheld one. */
import { useRef, useState } from "preact/hooks";
import { get, post } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Appeal, Dossier } from "../../api/shapes";
import { formatLastMoment, formatMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { ErrorSummary, Form, useSubmission, type Wording } from "../../parts/form";
import { Local, Prose } from "../../parts/Local";
import { useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";
import { after } from "../../texts/after";
import { Radios } from "../apply/ApplicantFields";
import { CallPage } from "./CallPage";
import { Changes } from "./Changes";
import { loadCallDesk, loadDossiers, type CallDesk } from "./desk";

interface Opened {
  desk: CallDesk;
  appeals: Appeal[];
  dossiers: Dossier[];
}

type Outcome = "UPHELD" | "REJECTED";

function DecisionForm({ appeal, onDecided }: { appeal: Appeal; onDecided: () => void }) {
  const { appeals: words } = useScoped(after);
  const [outcome, setOutcome] = useState<Outcome | "">("");
  const id = `decide-${appeal.applicationId}-${appeal.kind}`;
  const wording: Wording = ({ field, detail }) =>
    field === "reason" ? [field, words.chooseReason] : field === "outcome" ? [field, words.chooseOutcome] : [field, detail];
  const submission = useSubmission(["outcome", "reason"], async (value) => {
    const reason = value("reason").trim();
    const missing = [
      ...(outcome === "" ? [{ field: "outcome", code: "required", detail: "" }] : []),
      ...(reason.length < 20 ? [{ field: "reason", code: "too-short", detail: "" }] : []),
    ];
    if (missing.length > 0) throw new Problem(400, "invalid", "", missing);
    await post("/v1/dossiers/{applicationId}/appeals/decision", {
      path: { applicationId: appeal.applicationId },
      body: { kind: appeal.kind, upheld: outcome === "UPHELD", reason },
    });
    onDecided();
  }, wording);
  const error = submission.errors.reason;

  return (
    <section aria-labelledby={id}>
      <h4 id={id}>{words.decideOf(appeal.number)}</h4>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.submit}>
        <Radios<Outcome> id="outcome" legend={words.outcome} value={outcome} errors={submission.errors} onChange={setOutcome}
          {...(outcome === "UPHELD" ? { help: appeal.kind === "MERIT_APPEAL" ? words.upheldHelpMerit : words.upheldHelpFormal } : {})}
          options={[["UPHELD", words.upheld], ["REJECTED", words.rejected]] as const} />
        <div class={error ? "field wrong" : "field"}>
          <label for="reason">{words.reason}</label>
          <p class="quiet" id="reason-help">{words.reasonHelp}</p>
          {error && <p class="error" id="reason-error">{error}</p>}
          <textarea id="reason" name="reason" rows={5} maxLength={8000} aria-invalid={error ? true : undefined}
            aria-describedby={error ? "reason-help reason-error" : "reason-help"} />
        </div>
      </Form>
    </section>
  );
}

function contestedTexts(desk: CallDesk, appeal: Appeal) {
  const stage = desk.definition.stages.find(({ key }) => key === appeal.stage);
  const named = appeal.kind === "FORMAL_APPEAL"
    ? (stage?.formalItems ?? []).map(({ key, text }) => [key, text] as const)
    : (stage?.meritCard?.criteria ?? []).map(({ key, title }) => [key, title] as const);
  return appeal.contested.map((key) => named.find(([each]) => each === key)?.[1] ?? { pl: key, en: key });
}

/* After an upheld appeal against a result: how far the new cards are. */
function Anew({ appeal, dossier }: { appeal: Appeal; dossier: Dossier | undefined }) {
  const { appeals: words } = useScoped(after);

  if (appeal.state !== "APPEAL_UPHELD" || appeal.kind !== "MERIT_APPEAL" || dossier?.state !== "MERIT_REVIEW") return null;
  return dossier.cardsOpen === 0 ? <p>{words.noCards}</p> : <p>{words.cards(0, dossier.cardsOpen)}</p>;
}

interface ItemProps {
  desk: CallDesk;
  appeal: Appeal;
  dossier: Dossier | undefined;
  onDecided: () => void;
}

function Item({ desk, appeal, dossier, onDecided }: ItemProps) {
  const { language } = useLanguage();
  const { appeals: words } = useScoped(after);
  const [open, setOpen] = useState(false);
  const id = `appeal-${appeal.applicationId}-${appeal.kind}`;

  return (
    <li>
      <section aria-labelledby={id}>
        <h3 id={id}>
          <a class="code" href={`/office/dossiers/${appeal.applicationId}`}>{appeal.number}</a> {words.kind[appeal.kind]}
          {" "}<span class="tag">{words.state[appeal.state]}</span>
        </h3>
        <p class="quiet">
          {appeal.filedAt && words.filed(formatMoment(appeal.filedAt, language))}
          {appeal.state === "APPEAL_PENDING" && appeal.answerUntil && ` · ${words.until(formatLastMoment(appeal.answerUntil, language))}`}
        </p>
        <p><strong>{words.contested}:</strong></p>
        <ul>{contestedTexts(desk, appeal).map((text, index) => <li key={index}><Local text={text} /></li>)}</ul>
        <p><strong>{words.text}:</strong></p>
        <Prose text={appeal.text} language="pl" />
        {appeal.decisionReason && (
          <>
            <p><strong>{words.reasons}:</strong></p>
            <Prose text={appeal.decisionReason} language="pl" />
          </>
        )}
        <Anew appeal={appeal} dossier={dossier} />
        {appeal.state === "APPEAL_PENDING" && !open
          && <button class="button plain" type="button" onClick={() => setOpen(true)}>{words.decide}<span class="unseen"> {appeal.number}</span></button>}
        {appeal.state === "APPEAL_PENDING" && open && <DecisionForm appeal={appeal} onDecided={onDecided} />}
      </section>
    </li>
  );
}

function List({ opened, refresh }: { opened: Opened; refresh: () => void }) {
  const { appeals: words } = useScoped(after);
  const { desk, appeals, dossiers } = opened;
  const [done, setDone] = useState(0);
  const status = useRef<HTMLDivElement>(null);
  const decided = () => {
    setDone(done + 1);
    refresh();
    setTimeout(() => status.current?.focus());
  };
  const groups: [string, Appeal[]][] = [
    [words.pending, appeals.filter(({ state }) => state === "APPEAL_PENDING")],
    [words.decided, appeals.filter(({ state }) => state !== "APPEAL_PENDING")],
  ];

  return (
    <>
      {done > 0 && <div class="notice" role="status" tabIndex={-1} ref={status}><p>{words.done}</p></div>}
      {appeals.length === 0 && <p>{words.none}</p>}
      {groups.map(([title, list]) => list.length > 0 && (
        <section key={title} aria-label={title}>
          <h2>{title} <span class="count">{list.length}</span></h2>
          <ul class="rows">
            {list.map((appeal) => (
              <Item key={`${appeal.applicationId} ${appeal.kind}`} desk={desk} appeal={appeal} onDecided={decided}
                dossier={dossiers.find(({ applicationId }) => applicationId === appeal.applicationId)} />
            ))}
          </ul>
        </section>
      ))}
      <Changes callId={desk.call.id} mark={done} />
    </>
  );
}

export function AppealsPage({ id = "" }: PathParameters) {
  const { appeals: words } = useScoped(after);
  const loaded = useResource(`appeals ${id}`, async () => {
    const [desk, { appeals }, dossiers] = await Promise.all([loadCallDesk(id),
      get("/v1/calls/{callId}/appeals", { path: { callId: id } }), loadDossiers(id, "MERIT_REVIEW")]);
    return { desk, appeals, dossiers };
  });

  return (
    <CallPage resource={loaded} title={words.title} lead={words.lead}>
      {(opened, refresh) => <List opened={opened} refresh={refresh} />}
    </CallPage>
  );
}
