/* What the grantee does: reports, asks for an amendment, declines. */
import { useEffect, useRef, useState } from "preact/hooks";
import { post } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Grant, GrantReport } from "../../api/shapes";
import type { Integer64 } from "../../api/values";
import { forget, keep, recall } from "../../drafts/vault";
import { parseHundredths, parseWhole } from "../../form/numbers";
import { formatMoney, plainHundredths } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission, type FieldErrors, type Wording } from "../../parts/form";
import { Loaded, Refusal } from "../../parts/Loaded";
import { AreaField } from "../../parts/moreFields";
import { asProblem, useResource } from "../../parts/resource";
import { grant as texts } from "../../texts/grant";
import { countSpending, LINES_MAX, readSpending, spendingEntry, typedSpending } from "./spending";
import { signedGrosze } from "./standing";

export interface ActProps {
  grant: Grant;
  onDone: (next: Grant, said: string) => void;
}

/** Refuses before anything is sent: the names of what cannot be read. */
export function refuse(wrong: readonly (string | false)[]): void {
  const fields = wrong.filter((each) => each !== false);
  if (fields.length > 0) throw new Problem(400, "invalid", "", fields.map((field) => ({ field, code: "required", detail: "" })));
}

/* ---- reporting ---- */

type Typed = Readonly<Record<string, string>>;

const reportFields = ["spentGrosze", "participants", "summary"];

function keptName(grant: Grant, position: number): string {
  return `grant report ${grant.applicationId} ${position}`;
}

const spendingFields = (count: number) =>
  Array.from({ length: count }, (_, index) => ["item", "document", "paidOn", "amount"].map((each) => `${each}-${index + 1}`)).flat();

interface SpendingProps {
  count: number;
  first: Typed;
  errors: FieldErrors;
  setCount: (count: number) => void;
}

/* Cost by cost, where the incubator wants it; without lines the sum is typed. */
function Spending({ count, first, errors, setCount }: SpendingProps) {
  const { write } = useScoped(texts);

  return (
    <fieldset>
      <legend>{write.statement}</legend>
      <p class="quiet">{write.statementHelp}</p>
      {Array.from({ length: count }, (_, index) => index + 1).map((line) => (
        <fieldset key={line}>
          <legend>{write.line(line)}</legend>
          <TextField name={`item-${line}`} label={write.item} autocomplete="off" value={first[`item-${line}`]} errors={errors} />
          <TextField name={`document-${line}`} label={write.document} autocomplete="off" value={first[`document-${line}`]} errors={errors} />
          <TextField name={`paidOn-${line}`} type="date" label={write.paidOn} autocomplete="off" value={first[`paidOn-${line}`]} errors={errors} />
          <TextField name={`amount-${line}`} label={write.lineAmount} autocomplete="off" value={first[`amount-${line}`]} errors={errors} />
        </fieldset>
      ))}
      <p class="act">
        {count < LINES_MAX && <button class="button plain small" type="button" onClick={() => setCount(count + 1)}>{write.addLine}</button>}
        {count > 0 && <button class="button plain small" type="button" onClick={() => setCount(count - 1)}>{write.removeLine(count)}</button>}
      </p>
    </fieldset>
  );
}

function ReportForm({ grant, report, kept, onDone }: ActProps & { report: GrantReport; kept: Typed | undefined }) {
  const { language } = useLanguage();
  const { write } = useScoped(texts);
  const { position } = report;
  const mending = report.state === "REPORT_TO_MEND";
  const name = keptName(grant, position);
  const first: Typed = kept ?? (mending ? { spentGrosze: plainHundredths(report.spentGrosze, language),
    participants: String(report.participants), summary: report.summary, ...typedSpending(report, language) } : {});
  const [count, setCount] = useState(() => countSpending(Object.keys(first)));
  const [sum, setSum] = useState(() => readSpending((each) => first[each] ?? "", count).sum);
  const wording: Wording = ({ field, detail }) => [spendingEntry(field), detail || (field === "summary" ? write.summaryMissing
    : field === "participants" ? write.participantsWrong : field.startsWith("item-") ? write.itemMissing : write.spentWrong)];
  const submission = useSubmission([...spendingFields(count), ...reportFields], async (value) => {
    const spending = readSpending(value, count);
    const spent = spending.lines.length > 0 ? spending.sum : parseHundredths(value("spentGrosze"));
    const people = parseWhole(value("participants"));
    const summary = value("summary").trim();
    refuse([...spending.wrong, spent === null && "spentGrosze", (people === null || people < 0n || people > 1_000_000n) && "participants", summary === "" && "summary"]);
    const next = await post("/v1/applications/{applicationId}/grant/reports/{position}/submit", {
      path: { applicationId: grant.applicationId, position },
      body: { spentGrosze: String(spent) as Integer64, participants: Number(people), summary, statement: { lines: spending.lines } },
    });
    await forget(name).catch(() => {});
    onDone(next, write.done);
  }, wording);
  const remember = (event: Event) => {
    const form = (event.target as HTMLInputElement).form;
    if (!form) return;
    const typed: Typed = Object.fromEntries([...new FormData(form)].map(([key, value]) => [key, String(value)]));
    setSum(readSpending((each) => typed[each] ?? "", count).sum);
    void keep(name, typed).catch(() => {});
  };

  return (
    <section aria-labelledby="write" onInput={remember}>
      <h2 id="write">{mending ? write.again(position) : write.title(position)}</h2>
      <p>{write.lead}</p>
      {kept && <p class="notice">{write.keptHere}</p>}
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={write.submit}>
        <Spending count={count} first={first} errors={submission.errors} setCount={setCount} />
        {count > 0 ? <p role="status">{write.sum}: <strong>{formatMoney(String(sum) as Integer64, language)}</strong></p> : (
          <TextField name="spentGrosze" label={write.spent} help={write.spentHelp} autocomplete="off" value={first.spentGrosze}
            errors={submission.errors} />
        )}
        <TextField name="participants" label={write.participants} autocomplete="off" value={first.participants} errors={submission.errors} />
        <AreaField name="summary" label={write.summary} help={write.summaryHelp} rows={10} value={first.summary} errors={submission.errors} />
      </Form>
    </section>
  );
}

/** The form with what this browser kept of an earlier try. */
export function WriteReport({ report, ...act }: ActProps & { report: GrantReport }) {
  const name = keptName(act.grant, report.position);
  const kept = useResource(name, async () => ({ typed: await recall<Typed>(name) }));

  return <Loaded resource={kept}>{({ typed }) => <ReportForm {...act} report={report} kept={typed} />}</Loaded>;
}

/* ---- asking for a change ---- */

const askFields = ["changeGrosze", "endsOn", "reason"];

function AskForm({ grant, onDone, onCancel }: ActProps & { onCancel: () => void }) {
  const words = useScoped(texts);
  const { ask } = words;
  const title = useRef<HTMLHeadingElement>(null);
  const wording: Wording = ({ field, code, detail }) => [field, detail || (field === "reason" ? ask.reasonMissing
    : code === "nothing" ? ask.nothing : ask.changeWrong)];
  const submission = useSubmission(askFields, async (value) => {
    const change = signedGrosze(value("changeGrosze"), parseHundredths);
    const reason = value("reason").trim();
    const endsOn = value("endsOn");
    refuse([change === null && "changeGrosze", reason === "" && "reason"]);
    if (change === 0n && endsOn === "") throw new Problem(400, "invalid", "", [{ field: "changeGrosze", code: "nothing", detail: "" }]);
    onDone(await post("/v1/applications/{applicationId}/grant/amendments", {
      path: { applicationId: grant.applicationId }, body: { changeGrosze: String(change) as Integer64, endsOn, reason },
    }), ask.done);
  }, wording);

  useEffect(() => title.current?.focus(), []);
  return (
    <section aria-labelledby="ask">
      <h3 id="ask" tabIndex={-1} ref={title}>{ask.title}</h3>
      <p>{ask.lead}</p>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={ask.submit}>
        <TextField name="changeGrosze" label={ask.change} help={ask.changeHelp} autocomplete="off" errors={submission.errors} />
        <TextField name="endsOn" type="date" label={ask.endsOn} help={ask.endsOnHelp} autocomplete="off" errors={submission.errors} />
        <AreaField name="reason" label={ask.reason} errors={submission.errors} />
      </Form>
      <p><button class="button plain" type="button" onClick={onCancel}>{words.cancel}</button></p>
    </section>
  );
}

export function AskAmendment(act: ActProps) {
  const { ask } = useScoped(texts);
  const [open, setOpen] = useState(false);

  return open ? <AskForm {...act} onCancel={() => setOpen(false)} />
    : <p class="act"><button class="button plain" type="button" onClick={() => setOpen(true)}>{ask.open}</button></p>;
}

/* ---- declining ---- */

export function Decline({ grant, onDone }: ActProps) {
  const { decline, turn } = useScoped(texts);
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async () => {
    if (busy) return;
    setBusy(true);
    try {
      onDone(await post("/v1/applications/{applicationId}/grant/decline", { path: { applicationId: grant.applicationId } }), turn.declined);
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
    dialog.current?.close();
  };

  return (
    <>
      <Refusal problem={problem} />
      <p class="act"><button class="button plain" type="button" onClick={() => dialog.current?.showModal()}>{decline.open}</button></p>
      <dialog class="dialog" ref={dialog} aria-labelledby="decline-title">
        <h2 id="decline-title" tabIndex={-1} autofocus>{decline.title}</h2>
        <p>{decline.lead}</p>
        <p class="act">
          <button class="button warning" type="button" aria-disabled={busy} onClick={() => void send()}>{decline.yes}</button>
          <button class="button plain" type="button" onClick={() => dialog.current?.close()}>{decline.no}</button>
        </p>
      </dialog>
    </>
  );
}
