/* Places that became free: who was offered one, who gave one up, and how the list changed. */
import { useState } from "preact/hooks";
import { get, post } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Offer, Ranking } from "../../api/shapes";
import { formatLastMoment, formatMoment } from "../../format/moments";
import { formatMoney } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { ErrorSummary, Form, useSubmission, type Wording } from "../../parts/form";
import { Refusal } from "../../parts/Loaded";
import { useResource } from "../../parts/resource";
import { Table } from "../../parts/Table";
import { useTask } from "../../parts/task";
import type { PathParameters } from "../../router/path";
import { after } from "../../texts/after";
import { CallPage } from "./CallPage";
import { Changes } from "./Changes";
import { hasRole, loadCallDesk, type CallDesk } from "./desk";

interface Opened {
  desk: CallDesk;
  offers: Offer[];
  list: Ranking | null;
}

function Offers({ offers }: { offers: Offer[] }) {
  const { language } = useLanguage();
  const { places: words } = useScoped(after);

  if (offers.length === 0) return <p>{words.none}</p>;
  return (
    <Table caption={words.offers} quietCaption wide rows={offers} keyOf={({ applicationId }) => applicationId} columns={[
      { title: words.number, header: true, value: (each) => <a class="code" href={`/office/dossiers/${each.applicationId}`}>{each.number}</a> },
      { title: words.amount, numeric: true, value: (each) => formatMoney(each.grosze, language) },
      { title: words.offered, value: (each) => each.offeredAt && formatMoment(each.offeredAt, language) },
      { title: words.until, value: (each) => each.acceptUntil && formatLastMoment(each.acceptUntil, language) },
      { title: words.state, value: (each) => words.states[each.state] },
    ]} />
  );
}

function RefusalForm({ list, onDone }: { list: Ranking; onDone: () => void }) {
  const { places: words } = useScoped(after);
  const holders = list.entries.filter(({ group }) => group === "RECOMMENDED" || group === "ON_RESERVE");
  const [which, setWhich] = useState("");
  const [reason, setReason] = useState("");
  const [done, setDone] = useState(false);
  const wording: Wording = ({ field, detail }) =>
    field === "which" ? [field, words.chooseWhich] : field === "reason" ? [field, words.chooseReason] : [field, detail];
  const submission = useSubmission(["which", "reason"], async () => {
    const missing = [
      ...(which === "" ? [{ field: "which", code: "required", detail: "" }] : []),
      ...(reason.trim().length < 10 ? [{ field: "reason", code: "too-short", detail: "" }] : []),
    ];
    setDone(false);
    if (missing.length > 0) throw new Problem(400, "invalid", "", missing);
    await post("/v1/dossiers/{applicationId}/refusal", { path: { applicationId: which }, body: { reason: reason.trim() } });
    setWhich("");
    setReason("");
    setDone(true);
    onDone();
  }, wording);
  const { errors } = submission;

  return (
    <section aria-labelledby="refuse">
      <h2 id="refuse">{words.refuse}</h2>
      <p>{words.refuseLead}</p>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.submit} warning>
        <div class={errors.which ? "field wrong" : "field"}>
          <label for="which">{words.which}</label>
          {errors.which && <p class="error" id="which-error">{errors.which}</p>}
          <select id="which" value={which} aria-invalid={errors.which ? true : undefined}
            aria-describedby={errors.which ? "which-error" : undefined} onChange={(event) => setWhich(event.currentTarget.value)}>
            <option value="">{words.choose}</option>
            {holders.map((entry) => <option key={entry.applicationId} value={entry.applicationId} lang="pl">{entry.number} {entry.title}</option>)}
          </select>
        </div>
        <div class={errors.reason ? "field wrong" : "field"}>
          <label for="reason">{words.reason}</label>
          <p class="quiet" id="reason-help">{words.reasonHelp}</p>
          {errors.reason && <p class="error" id="reason-error">{errors.reason}</p>}
          <textarea id="reason" rows={3} maxLength={2000} value={reason}
            onInput={(event) => setReason(event.currentTarget.value)} aria-invalid={errors.reason ? true : undefined}
            aria-describedby={errors.reason ? "reason-help reason-error" : "reason-help"} />
        </div>
      </Form>
      <p role="status">{done ? words.done : ""}</p>
    </section>
  );
}

function Amend({ callId, onDone }: { callId: string; onDone: () => void }) {
  const { places: words } = useScoped(after);
  const { problem, busy, run } = useTask();
  const [done, setDone] = useState(false);
  const amend = () => run(async () => {
    setDone(false);
    await post("/v1/calls/{callId}/ranking/amend", { path: { callId }, body: {} });
    setDone(true);
    onDone();
  });

  return (
    <section aria-labelledby="amend">
      <h2 id="amend">{words.amend}</h2>
      <p>{words.amendLead}</p>
      <Refusal problem={problem} />
      <button class="button" type="button" aria-disabled={busy} onClick={() => void amend()}>{words.amend}</button>
      <p role="status">{done ? words.amended : ""}</p>
    </section>
  );
}

function Body({ opened, refresh }: { opened: Opened; refresh: () => void }) {
  const { places: words } = useScoped(after);
  const { desk, offers, list } = opened;
  const [mark, setMark] = useState(0);
  const changed = () => {
    setMark(mark + 1);
    refresh();
  };

  if (!list) return <p>{words.unpublished}</p>;
  return (
    <>
      <section aria-labelledby="offers">
        <h2 id="offers">{words.offers}</h2>
        <Offers offers={offers} />
      </section>
      {hasRole(desk.account, "COORDINATOR") && <RefusalForm list={list} onDone={changed} />}
      {hasRole(desk.account, "OWNER") && <Amend callId={desk.call.id} onDone={changed} />}
      <Changes callId={desk.call.id} mark={mark} />
    </>
  );
}

async function publishedList(callId: string): Promise<Ranking | null> {
  try {
    return await get("/v1/calls/{callId}/results", { path: { callId } });
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  }
}

export function PlacesPage({ id = "" }: PathParameters) {
  const { places: words } = useScoped(after);
  const loaded = useResource(`places ${id}`, async () => {
    const [desk, { offers }, list] = await Promise.all([loadCallDesk(id),
      get("/v1/calls/{callId}/offers", { path: { callId: id } }), publishedList(id)]);
    return { desk, offers, list };
  });

  return (
    <CallPage resource={loaded} title={words.title} lead={words.lead}>
      {(opened, refresh) => <Body opened={opened} refresh={refresh} />}
    </CallPage>
  );
}
