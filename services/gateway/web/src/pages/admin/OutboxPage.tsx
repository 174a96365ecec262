/* What became of everything that was to be sent; trying it again; and reading it where no mail server is set. */
import { useState } from "preact/hooks";
import { addressOf, get, post } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { KeptMail, Outbox, OutboxItem } from "../../api/shapes";
import { formatMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Facts } from "../../parts/Facts";
import { LoadedPage, ProblemText, Refusal } from "../../parts/Loaded";
import { Local } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import { Table, type Column } from "../../parts/Table";
import { useLocation } from "../../router/location";
import { admin } from "../../texts/admin";
import { readMail } from "./mail";

const states = ["UNDELIVERABLE", "PENDING", "DELIVERED", "SUPPRESSED"] as const;
type State = typeof states[number];
const PAGE = 50;

function load(state: State, cursor = ""): Promise<Outbox> {
  return get("/v1/mail/outbox", { query: { state, cursor, limit: PAGE } });
}

function Filter({ state }: { state: State }) {
  const { outbox } = useScoped(admin);

  return (
    <nav aria-label={outbox.filter}>
      <ul class="menu">
        {states.map((each) => (
          <li key={each}>
            <a href={`/admin/outbox?state=${each}`} aria-current={each === state ? "page" : undefined}>{outbox.states[each]}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface ListProps {
  first: Outbox;
  state: State;
  onRequeue: (request: Parameters<typeof requeue>[0]) => void;
}

function requeue(body: { messageId?: string; dispatchId?: string; everything?: boolean }): Promise<{ count: number }> {
  return post("/v1/mail/outbox/requeue", { body });
}

function List({ first, state, onRequeue }: ListProps) {
  const { language, texts } = useLanguage();
  const { outbox } = useScoped(admin);
  const [found, setFound] = useState(first);
  const [problem, setProblem] = useState<Problem | null>(null);
  const extend = async () => {
    try {
      const next = await load(state, found.nextCursor);
      setFound({ ...next, items: [...found.items, ...next.items] });
      setProblem(null);
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  const again = ({ id, messageId, channel }: OutboxItem) =>
    onRequeue(channel === "E_MAIL" || channel === "CHANNEL_UNSPECIFIED" ? { messageId } : { dispatchId: id });
  const moment = (item: OutboxItem) => item.sentAt ?? item.lastTryAt ?? item.createdAt;
  const columns: Column<OutboxItem>[] = [
    { title: outbox.what, header: true, value: (item) => item.title ? <Local text={item.title} /> : item.template },
    { title: outbox.when, value: (item) => { const at = moment(item); return at ? formatMoment(at, language) : ""; } },
    { title: outbox.way, value: (item) => `${outbox.channels[item.channel] ?? item.channel}${item.domain && `, ${item.domain}`}` },
    { title: outbox.attempts, numeric: true, value: (item) => item.attempts },
    state === "PENDING"
      ? { title: outbox.next, value: (item) => item.readyAt ? formatMoment(item.readyAt, language) : "" }
      : { title: outbox.answer, value: (item) => <span lang="en">{item.answer}</span> },
  ];
  if (state === "UNDELIVERABLE")
    columns.push({
      title: outbox.act,
      value: (item) => item.mayRequeue
        ? <button class="button plain small" type="button" onClick={() => again(item)}>{outbox.again}</button>
        : <span class="quiet">{outbox.secretGone}</span>,
    });

  return (
    <>
      {found.items.length === 0 ? <p>{outbox.none[state]}</p> : (
        <Table wide quietCaption caption={outbox.states[state]} columns={columns} rows={found.items} keyOf={({ id }) => id} />
      )}
      {problem && <div role="alert"><ProblemText problem={problem} /></div>}
      {found.nextCursor && <button class="button plain" type="button" onClick={() => void extend()}>{texts.more}</button>}
    </>
  );
}

function Kept({ mail }: { mail: KeptMail }) {
  const { language } = useLanguage();
  const { outbox } = useScoped(admin);
  const [text, setText] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { subject, to } = readMail(mail.head);
  const address = addressOf("/v1/mail/kept/{name}", { path: { name: mail.name } });
  const open = async () => {
    if (text !== null) return;
    try {
      const answer = await fetch(address);
      setText(readMail(await answer.text()).text);
    } catch (error) {
      setProblem(asProblem(error));
    }
  };

  return (
    <li>
      <details onToggle={() => void open()}>
        <summary>
          <span lang="pl">{subject || mail.name}</span>
          <span class="quiet long"> {to}{mail.at && `, ${formatMoment(mail.at, language)}`}</span>
        </summary>
        {problem && <div role="alert"><ProblemText problem={problem} /></div>}
        {text !== null && <pre class="letter" tabIndex={0} aria-label={outbox.textOf(subject)}>{text}</pre>}
        <p><a href={address} download={mail.name}>{outbox.file}</a></p>
      </details>
    </li>
  );
}

function KeptMails() {
  const { texts } = useLanguage();
  const { outbox } = useScoped(admin);
  const first = useResource("kept mail", () => get("/v1/mail/kept", {}));
  const [more, setMore] = useState<{ mails: KeptMail[]; nextCursor: string } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  if (first.state !== "ready") return first.state === "failed" ? <ProblemText problem={first.problem} /> : null;
  const mails = [...first.data.mails, ...more?.mails ?? []];
  const cursor = more?.nextCursor ?? first.data.nextCursor;
  const extend = () => get("/v1/mail/kept", { query: { cursor } }).then(
    (next) => setMore({ mails: [...more?.mails ?? [], ...next.mails], nextCursor: next.nextCursor }),
    (error: unknown) => setProblem(asProblem(error)));
  return (
    <section aria-labelledby="kept">
      <h2 id="kept">{outbox.kept}</h2>
      <p>{outbox.keptLead}</p>
      <ul class="rows">{mails.map((mail) => <Kept key={mail.name} mail={mail} />)}</ul>
      {mails.length === 0 && <p>{outbox.keptNone}</p>}
      {problem && <div role="alert"><ProblemText problem={problem} /></div>}
      {cursor && <button class="button plain" type="button" onClick={() => void extend()}>{texts.more}</button>}
    </section>
  );
}

function Counts({ counts }: { counts: NonNullable<Outbox["counts"]> }) {
  const { outbox } = useScoped(admin);

  return (
    <Facts facts={[
      { name: outbox.composing, value: counts.composing },
      { name: outbox.pending, value: counts.pending, help: outbox.retried(counts.retried) },
      { name: outbox.undeliverable, value: counts.undeliverable },
      { name: outbox.suppressed, value: counts.suppressed, help: outbox.addresses(counts.suppressedAddresses) },
    ]} />
  );
}

export function OutboxPage() {
  const { outbox } = useScoped(admin);
  const asked = useLocation().query.get("state");
  const state = states.find((each) => each === asked) ?? "UNDELIVERABLE";
  const found = useResource(`outbox ${state}`, () => load(state));
  const [said, setSaid] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const onRequeue = (request: Parameters<typeof requeue>[0]) => {
    requeue(request).then(({ count }) => {
      setSaid(outbox.requeued(count));
      setProblem(null);
      if (found.state === "ready") found.refresh();
    }, (error: unknown) => setProblem(asProblem(error)));
  };

  return (
    <LoadedPage resource={found}>
      {(first) => (
        <Page title={outbox.title}>
          <p class="lead">{outbox.lead}</p>
          <p role="status" class={said ? "notice" : undefined}>{said}</p>
          <Refusal problem={problem} />
          {first.counts && <Counts counts={first.counts} />}
          <Filter state={state} />
          {state === "UNDELIVERABLE" && first.items.some(({ mayRequeue }) => mayRequeue) && (
            <p class="act">
              <button class="button" type="button" onClick={() => onRequeue({ everything: true })}>{outbox.everything}</button>
            </p>
          )}
          <List key={`${state} ${first.items.map(({ id }) => id).join()}`} first={first} state={state} onRequeue={onRequeue} />
          {first.kept && <KeptMails />}
        </Page>
      )}
    </LoadedPage>
  );
}
