/* One mailing: whom it reaches and how, the letter of each, and what may be done with it now. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { get, post } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { Mailing, MailingAct, MailingRecipient } from "../../api/shapes";
import { formatMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Loaded, LoadedPage, Refusal } from "../../parts/Loaded";
import { Prose } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import { Table, type Column } from "../../parts/Table";
import { useTask } from "../../parts/task";
import type { PathParameters } from "../../router/path";
import { mailings } from "../../texts/mailings";
import { loadCallDesk, regionNameOf, type CallDesk } from "./desk";
import { MailingForm } from "./MailingForm";
import { isCounting, mailingTitle, stateText, useWatching } from "./mailings";

interface Opened {
  desk: CallDesk;
  mailing: Mailing;
}

/* ---- whom it reaches, and how far it is ---- */

function Ways({ mailing }: { mailing: Mailing }) {
  const { one } = useScoped(mailings);
  const reach = mailing.reach;
  if (!reach) return null;
  const ways: [number, string][] = [[reach.byMail, one.byMail], [reach.inDigest, one.inDigest], [reach.inboxOnly, one.inboxOnly],
    [reach.suppressed, one.suppressed], [reach.gone, one.gone]];

  return (
    <ul class="counts" aria-label={one.ways}>
      {ways.filter(([count]) => count > 0).map(([count, text]) => <li key={text}><strong>{count}</strong> {text}</li>)}
    </ul>
  );
}

function Reach({ mailing }: { mailing: Mailing }) {
  const { language } = useLanguage();
  const { one } = useScoped(mailings);
  const people = mailing.reach?.people ?? 0;

  return (
    <>
      <p class="lead" role="status">
        {isCounting(mailing) ? one.counting : people === 0 ? one.nobody : one.reach(people, mailing.reach?.letters ?? 0)}
      </p>
      {!isCounting(mailing) && <Ways mailing={mailing} />}
      {mailing.listedAt && <p class="quiet">{one.listed(formatMoment(mailing.listedAt, language))}</p>}
    </>
  );
}

function Progress({ mailing }: { mailing: Mailing }) {
  const { one } = useScoped(mailings);
  const progress = mailing.progress;
  if (!mailing.sentAt || !progress) return null;
  const all = progress.sent + progress.waiting + progress.failed + progress.calledOff;

  return (
    <section aria-labelledby="progress">
      <h2 id="progress">{one.progress}</h2>
      <progress max={Math.max(1, all)} value={all - progress.waiting} aria-labelledby="progress" />
      <p role="status">
        {one.sent(progress.sent, all)}
        {progress.failed > 0 && ` ${one.failed(progress.failed)}`}
        {progress.calledOff > 0 && ` ${one.calledOff(progress.calledOff)}`}
      </p>
    </section>
  );
}

/* ---- what may be done ---- */

const plainActs: readonly MailingAct[] = ["PAUSE", "RESUME", "SEND_BACK", "DISCARD"];

function ActButton({ act, mailing, busy, onAct }: { act: MailingAct; mailing: Mailing; busy: boolean; onAct: (act: MailingAct) => void }) {
  const { one } = useScoped(mailings);
  const dialog = useRef<HTMLDialogElement>(null);
  const asks = act === "SEND" && mailing.fourEyes;
  const label = asks ? one.ask : one.act[act];
  const isFinal = (act === "SEND" && !asks) || act === "CONFIRM" || act === "STOP";
  const look = act === "STOP" ? "button warning" : plainActs.includes(act) ? "button plain" : "button";
  const doIt = () => {
    dialog.current?.close();
    onAct(act);
  };

  if (!isFinal) return <button class={look} type="button" aria-disabled={busy} onClick={doIt}>{label}</button>;
  return (
    <>
      <button class={look} type="button" data-act={act} aria-disabled={busy} onClick={() => dialog.current?.showModal()}>{label}</button>
      <dialog class="dialog" ref={dialog} aria-labelledby={`sure-${act}`}>
        <h2 id={`sure-${act}`} tabIndex={-1} autofocus>{act === "STOP" ? one.stopTitle : one.sure(mailing.reach?.letters ?? 0)}</h2>
        <p>{act === "STOP" ? one.stopLead : mailing.kind === "ANNOUNCEMENT" ? one.sureLead : one.sureResults}</p>
        <p class="act">
          <button class={look} type="button" onClick={doIt}>{one.yes}</button>
          <button class="button plain" type="button" onClick={() => dialog.current?.close()}>{one.no}</button>
        </p>
      </dialog>
    </>
  );
}

function Steering({ mailing, account, onSteered }: { mailing: Mailing; account: string; onSteered: (mailing: Mailing) => void }) {
  const { one } = useScoped(mailings);
  const { problem, busy, run } = useTask();
  const steer = (act: MailingAct) => run(async () => onSteered(await post("/v1/mailings/{mailingId}/steering",
    { path: { mailingId: mailing.id }, body: { version: mailing.version, act } })));

  return (
    <>
      <Refusal problem={problem} />
      {mailing.fourEyes && mailing.state === "MAILING_DRAFT" && <p>{one.fourEyes}</p>}
      {mailing.state === "MAILING_ASKED" && mailing.askedBy === account && <p>{one.ownAsk}</p>}
      {!isCounting(mailing) && mailing.acts.length > 0 && (
        <p class="act">
          {mailing.acts.map((act) => <ActButton key={act} act={act} mailing={mailing} busy={busy} onAct={(chosen) => void steer(chosen)} />)}
        </p>
      )}
    </>
  );
}

/* ---- who gets it, and what ---- */

interface LetterProps {
  mailing: Mailing;
  recipient: MailingRecipient;
  previous: (() => void) | undefined;
  next: (() => void) | undefined;
}

function Letter({ mailing, recipient, previous, next }: LetterProps) {
  const { one } = useScoped(mailings);
  const heading = useRef<HTMLHeadingElement>(null);
  const letter = useResource(`letter ${mailing.id} ${mailing.version} ${recipient.position}`, () =>
    get("/v1/mailings/{mailingId}/recipients/{position}/letter", { path: { mailingId: mailing.id, position: recipient.position } }));

  useEffect(() => heading.current?.focus(), [recipient.position]);
  return (
    <section class="card" aria-labelledby="letter">
      <h2 id="letter" ref={heading} tabIndex={-1}>{one.previewOf(recipient.name || recipient.number)}</h2>
      <Loaded resource={letter}>
        {(found) => (
          <>
            <p><strong>{one.subject}:</strong> <span lang="pl">{found.subject}</span></p>
            <Prose text={found.text} language="pl" />
          </>
        )}
      </Loaded>
      <p class="act">
        {previous && <button class="button plain" type="button" onClick={previous}>{one.previous}</button>}
        {next && <button class="button plain" type="button" onClick={next}>{one.next}</button>}
      </p>
    </section>
  );
}

function useColumns({ desk, mailing }: Opened, show: (place: number) => void, list: MailingRecipient[]): Column<MailingRecipient>[] {
  const { one } = useScoped(mailings);
  const columns: Column<MailingRecipient>[] = [{ title: one.name, header: true, value: (each) => <span lang="pl">{each.name || "—"}</span> }];

  if (list.some(({ number }) => number !== ""))
    columns.push({ title: one.number, value: (each) => <span class="code">{each.number}</span> });
  columns.push({ title: one.region, value: (each) => <span lang="pl">{regionNameOf(desk.call, each.region)}</span> });
  if (mailing.kind !== "ANNOUNCEMENT")
    columns.push({ title: one.letter, value: (each) => one.templates[each.template] ?? each.template });
  columns.push({ title: one.way, value: (each) => one.wayOf[each.way] ?? "" });
  if (mailing.sentAt) columns.push({ title: one.lineState, value: (each) => one.lineStates[each.state] ?? "" });
  columns.push({ title: one.preview, value: (each) => (
    <button class="button plain" type="button" aria-label={one.show(each.name || each.number)}
      onClick={() => show(list.indexOf(each))}>{one.showShort}</button>
  ) });
  return columns;
}

function Recipients({ desk, mailing }: Opened) {
  const { one } = useScoped(mailings);
  const [list, setList] = useState<MailingRecipient[]>([]);
  const [cursor, setCursor] = useState<string | null>("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [shown, setShown] = useState<number | null>(null);
  const more = useCallback(async (from: string, before: MailingRecipient[]) => {
    try {
      const page = await get("/v1/mailings/{mailingId}/recipients", { path: { mailingId: mailing.id }, query: { cursor: from } });
      setList([...before, ...page.recipients]);
      setCursor(page.nextCursor || null);
      setProblem(null);
    } catch (error) {
      setProblem(asProblem(error));
    }
  }, [mailing.id]);
  /* Anew when the list is another, and when what became of the letters may be. */
  const fresh = `${mailing.version} ${mailing.state} ${isCounting(mailing)}`;
  useEffect(() => {
    setShown(null);
    void more("", []);
  }, [more, fresh]);
  const columns = useColumns({ desk, mailing }, setShown, list);
  const recipient = shown === null ? undefined : list[shown];

  return (
    <section aria-labelledby="recipients">
      <h2 id="recipients">{one.recipients}</h2>
      <Refusal problem={problem} />
      {recipient && shown !== null && (
        <Letter mailing={mailing} recipient={recipient} previous={shown > 0 ? () => setShown(shown - 1) : undefined}
          next={shown + 1 < list.length ? () => setShown(shown + 1) : undefined} />
      )}
      <Table caption={one.recipients} quietCaption wide columns={columns} rows={list} keyOf={({ position }) => String(position)} />
      {cursor !== null && list.length > 0 && (
        <p class="act"><button class="button plain" type="button" onClick={() => void more(cursor, list)}>{one.more}</button></p>
      )}
    </section>
  );
}

/* ---- the page ---- */

function View({ desk, first }: { desk: CallDesk; first: Mailing }) {
  const { language } = useLanguage();
  const texts = useScoped(mailings);
  const [mailing, setMailing] = useState(first);
  const refresh = useCallback(() => {
    get("/v1/mailings/{mailingId}", { path: { mailingId: first.id } }).then(setMailing, () => undefined);
  }, [first.id]);
  const isDraft = mailing.kind === "ANNOUNCEMENT" && mailing.state === "MAILING_DRAFT";

  useWatching(isCounting(mailing) || mailing.state === "MAILING_RUNNING", refresh);
  return (
    <Page title={mailingTitle(mailing, desk.call, texts, language)}
      titleLanguage={language === "en" && mailing.content && !mailing.content.subject?.en ? "pl" : undefined}
      above={(
        <>
          <p class="back"><a href={`/office/calls/${desk.call.id}/mailings`}>{texts.list.back}</a></p>
          <p><span class="tag">{stateText(mailing, texts)}</span></p>
        </>
      )}>
      <Reach mailing={mailing} />
      <Progress mailing={mailing} />
      <Steering mailing={mailing} account={desk.account.id} onSteered={setMailing} />
      {isDraft && (
        <details>
          <summary>{texts.compose.change}</summary>
          <MailingForm key={mailing.version} desk={desk} mailing={mailing} onSaved={setMailing} />
        </details>
      )}
      {(mailing.reach?.letters ?? 0) > 0 && <Recipients desk={desk} mailing={mailing} />}
    </Page>
  );
}

export function MailingPage({ id = "", mailing = "" }: PathParameters) {
  const loaded = useResource(`mailing ${mailing}`, async () => {
    const [desk, first] = await Promise.all([loadCallDesk(id), get("/v1/mailings/{mailingId}", { path: { mailingId: mailing } })]);
    return { desk, first };
  });

  return <LoadedPage resource={loaded}>{({ desk, first }) => <View desk={desk} first={first} />}</LoadedPage>;
}
