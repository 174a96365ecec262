/* Everything that waits for an assessor, the first thing to do at the top. */
import { useEffect, useState } from "preact/hooks";
import { get } from "../../api/client";
import type { Card } from "../../api/shapes";
import { formatDay } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { LoadedPage } from "../../parts/Loaded";
import { localText } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { worksOffline } from "../../parts/serviceWorker";
import { bids } from "../../texts/bids";
import { cards as words } from "../../texts/cards";
import { opinions } from "../../texts/opinions";
import { loadDesk, sendWaiting, takeAlong, type Desk, type Unsent } from "./desk";

const waits = (card: Card) => card.state === "DECLARATION_DUE" || card.state === "OPEN";
const agrees = (card: Card) => card.desk === "DESK_OPEN";

function Item({ card, unsent }: { card: Card; unsent: Unsent | undefined }) {
  const { language, texts } = useLanguage();
  const { agreement, list } = useScoped(words);
  const act = card.state === "DECLARATION_DUE" ? list.declare : card.state === "OPEN" ? list.assess : list.see;

  return (
    <li class="work-item">
      <div>
        <p>
          <strong lang={card.title ? "pl" : undefined}>{card.title || list.untitled}</strong>
          {card.third && <> <span class="tag">{list.third}</span></>}
          {unsent && <> <span class="tag assessment">{unsent === "conflict" ? list.conflict : list.unsynced}</span></>}
        </p>
        <p class="quiet">
          <span class="code">{card.number}</span> · {texts.me.card[card.state]}
          {card.assignedAt && waits(card) && ` · ${list.since(formatDay(card.assignedAt, language))}`}
        </p>
      </div>
      {agrees(card) && <a class="button small" href={`/cards/${card.id}/agreement`}>{agreement.open}<span class="unseen"> {card.number}</span></a>}
      {card.state !== "CONFLICT" && card.state !== "VOID" && (
        <a class={waits(card) ? "button small" : "button plain small"} href={`/cards/${card.id}`}>
          {act}<span class="unseen"> {card.number}</span>
        </a>
      )}
    </li>
  );
}

/** Sends what waits and fetches what is open, now and whenever the connection comes back. */
function useOfflineWork(desk: Desk) {
  const { language } = useLanguage();
  const [unsent, setUnsent] = useState<ReadonlyMap<string, Unsent>>(new Map());
  const [ready, setReady] = useState<number | null | undefined>(undefined);

  useEffect(() => {
    const work = async () => {
      setUnsent(await sendWaiting(language));
      if (desk.offline || !await worksOffline()) setReady(null);
      else setReady(await takeAlong(desk.cards));
    };
    /* A fetch ahead that fails is tried again with the next visit. */
    const start = () => void work().catch(() => setReady(null));
    start();
    addEventListener("online", start);
    return () => removeEventListener("online", start);
  }, [desk]);
  return { unsent, ready };
}

function OfflineNote({ desk, ready }: { desk: Desk; ready: number | null | undefined }) {
  const { list } = useScoped(words);

  if (desk.offline)
    return <div class="notice warm"><p><strong>{list.offline}.</strong> {list.offlineHelp}</p></div>;
  if (ready === undefined) return <p class="quiet offline-note" role="status" />;
  return <p class="quiet offline-note" role="status">{ready === null ? list.notReady : ready > 0 ? list.ready(ready) : ""}</p>;
}

/* A question that may fail quietly: without a connection there is nothing to ask for anyway. */
function Asked() {
  const { language } = useLanguage();
  const texts = useScoped(bids);
  const calls = useResource("assessed calls", () => get("/v1/me/assessed-calls", {}));
  const asking = calls.state === "ready" ? calls.data.calls.filter(({ asksBids }) => asksBids) : [];

  if (asking.length === 0) return null;
  return (
    <ul>
      {asking.map(({ callId, title }) => (
        <li key={callId}><a href={`/calls/${callId}/bids`}>{texts.link(localText(title, language))}</a></li>
      ))}
    </ul>
  );
}

function List({ desk }: { desk: Desk }) {
  const { list } = useScoped(words);
  const { unsent, ready } = useOfflineWork(desk);
  const due = (card: Card) => waits(card) || agrees(card);
  const open = desk.cards.filter(due);
  const secondOpinions = useScoped(opinions);
  const done = desk.cards.filter((card) => !due(card));

  return (
    <Page title={list.title}>
      <section aria-labelledby="next">
        <h2 id="next" class="unseen">{list.next}</h2>
        <p class="lead">{list.lead(open.length)}</p>
        {open.length > 0 && (
          <ul class="rows">{open.map((card) => <Item key={card.id} card={card} unsent={unsent.get(card.id)} />)}</ul>
        )}
        <OfflineNote desk={desk} ready={ready} />
        {!desk.offline && <Asked />}
      </section>
      {done.length > 0 && (
        <section aria-labelledby="done">
          <h2 id="done">{list.done}</h2>
          <ul class="rows">{done.map((card) => <Item key={card.id} card={card} unsent={undefined} />)}</ul>
        </section>
      )}
      <p><a href="/me/certificates">{list.certificates}</a></p>
      <p><a href="/me/second-opinions">{secondOpinions.mine}</a></p>
    </Page>
  );
}

export function CardsPage() {
  const desk = useResource("desk", loadDesk);

  return <LoadedPage resource={desk}>{(found) => <List desk={found} />}</LoadedPage>;
}
