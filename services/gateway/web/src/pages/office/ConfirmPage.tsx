/* The second pair of eyes: what was submitted on the left, the check that somebody else made on the right. */
import { useEffect, useRef, useState } from "preact/hooks";
import { get, post } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { Dossier, FormalCheck, FormalItem } from "../../api/shapes";
import { formatMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { ErrorPanel } from "../../parts/form";
import { Loaded, LoadedPage } from "../../parts/Loaded";
import { Local } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import { Table } from "../../parts/Table";
import type { PathParameters } from "../../router/path";
import { formal } from "../../texts/formal";
import { office } from "../../texts/office";
import { Content } from "./CheckPage";
import { loadCallDesk, loadDossiers, type CallDesk } from "./desk";

function Answers({ check, items }: { check: FormalCheck; items: readonly FormalItem[] }) {
  const { confirm: words } = useScoped(formal);
  const { check: texts } = useScoped(office);
  const text = (key: string) => items.find((item) => item.key === key)?.text;
  const answer = (each: FormalCheck["items"][number]) =>
    each.answer === "FORMAL_ANSWER_UNSPECIFIED" ? "" : texts.answer[each.answer];

  return (
    <Table caption={words.answers} quietCaption rows={check.items} keyOf={({ item }) => item} columns={[
      { title: words.condition, header: true, value: ({ item }) => <Local text={text(item)} /> },
      { title: words.answer, value: (each) => <strong>{answer(each)}</strong> },
      { title: words.reason, value: ({ reason }) => <span lang="pl">{reason}</span> },
    ]} />
  );
}

interface PanelProps {
  id: string;
  check: FormalCheck;
  items: readonly FormalItem[];
  onDecided: () => void;
  onSkip: () => void;
}

function Panel({ id, check, items, onDecided, onSkip }: PanelProps) {
  const { language } = useLanguage();
  const { confirm: words } = useScoped(formal);
  const [sendingBack, setSendingBack] = useState(false);
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const first = useRef<HTMLButtonElement>(null);
  const why = useRef<HTMLTextAreaElement>(null);
  const send = async (confirmed: boolean) => {
    if (busy) return;
    if (!confirmed && reason.trim() === "") {
      setMissing(true);
      why.current?.focus();
      return;
    }
    setBusy(true);
    try {
      await post("/v1/dossiers/{applicationId}/formal-check/confirmation", {
        path: { applicationId: id }, body: { confirmed, reason: confirmed ? "" : reason.trim() },
      });
      onDecided();
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };

  /* After the page gave the focus to its heading. */
  useEffect(() => {
    const timer = setTimeout(() => first.current?.focus({ preventScroll: true }));
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (sendingBack) why.current?.focus();
  }, [sendingBack]);
  return (
    <>
      <ErrorPanel title={words.title} problem={problem} links={[]} />
      <p class="outcome"><strong>{check.passed ? words.passed : words.failed}</strong></p>
      {check.decidedAt && <p class="quiet">{formatMoment(check.decidedAt, language)}</p>}
      <Answers check={check} items={items} />
      {sendingBack && (
        <div class={missing ? "field wrong" : "field"}>
          <label for="why">{words.why}</label>
          <p class="quiet" id="why-help">{words.whyHelp}</p>
          {missing && <p class="error" id="why-error" role="alert">{words.whyMissing}</p>}
          <textarea id="why" ref={why} rows={3} maxLength={2000} value={reason} aria-invalid={missing ? true : undefined}
            aria-describedby={missing ? "why-help why-error" : "why-help"} onInput={(event) => setReason(event.currentTarget.value)} />
        </div>
      )}
      <div class="save-bar">
        {!sendingBack && <button class="button" ref={first} type="button" aria-disabled={busy} onClick={() => void send(true)}>{words.confirm}</button>}
        {sendingBack
          ? <button class="button warning" type="button" aria-disabled={busy} onClick={() => void send(false)}>{words.back}</button>
          : <button class="button plain" type="button" onClick={() => setSendingBack(true)}>{words.sendBack}</button>}
        <button class="button plain" type="button" onClick={onSkip}>{words.skip}</button>
      </div>
      <p class="quiet">{words.keys}</p>
    </>
  );
}

async function loadCheck(applicationId: string) {
  const [dossier, proposal] = await Promise.all([
    get("/v1/dossiers/{applicationId}", { path: { applicationId } }),
    get("/v1/dossiers/{applicationId}/formal-proposal", { path: { applicationId } }),
  ]);
  return { dossier, check: proposal.unconfirmed };
}

function Queue({ desk, waiting }: { desk: CallDesk; waiting: Dossier[] }) {
  const { confirm: words } = useScoped(formal);
  const { check: texts } = useScoped(office);
  const [queue, setQueue] = useState(waiting);
  const [done, setDone] = useState(0);
  const [first] = queue;
  const id = first?.applicationId ?? "";
  const loaded = useResource(`confirm ${id}`, async () => id ? loadCheck(id) : null);
  const items = desk.definition.stages.find(({ key }) => key === first?.stage)?.formalItems ?? [];
  const back = <p class="back"><a href={`/office/calls/${desk.call.id}`}>{texts.back}</a></p>;
  const next = () => setQueue(queue.slice(1));

  if (!first)
    return (
      <Page title={words.empty} above={back}>
        <p class="lead">{words.emptyLead}</p>
        {done > 0 && <p role="status">{words.done(done)}</p>}
      </Page>
    );
  return (
    <Page title={first.title || first.number} titleLanguage="pl"
      above={<>{back}<p class="quiet step-of">{words.title} · <span class="code">{first.number}</span> · {words.of(done + 1, waiting.length)}</p></>}>
      <Loaded resource={loaded}>
        {(found) => found && (
          <div class="side-by-side">
            <Content dossier={found.dossier} desk={desk} />
            <section class="scoring" aria-labelledby="check">
              <h2 id="check">{words.answers}</h2>
              {found.check && (
                <Panel key={id} id={id} check={found.check} items={items}
                  onDecided={() => {
                    setDone(done + 1);
                    next();
                  }}
                  onSkip={() => setQueue([...queue.slice(1), first])} />
              )}
            </section>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

export function ConfirmPage({ id = "" }: PathParameters) {
  const loaded = useResource(`confirmations ${id}`, async () => {
    const [desk, dossiers] = await Promise.all([loadCallDesk(id), loadDossiers(id, "FORMAL_REVIEW")]);
    return { desk, waiting: dossiers.filter(({ unconfirmedBy }) => unconfirmedBy !== "" && unconfirmedBy !== desk.account.id) };
  });

  return <LoadedPage resource={loaded}>{(found) => <Queue {...found} />}</LoadedPage>;
}
