/* One service: the events that it could not take, what was given up, and what waits. */
import { useState } from "preact/hooks";
import { get, post } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { Backlog, DeadEvent, EventAside } from "../../api/shapes";
import { formatMoment } from "../../format/moments";
import { formatCount } from "../../format/numbers";
import { regionName } from "../../format/regions";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Facts } from "../../parts/Facts";
import { ErrorSummary, Form, useSubmission, type Wording } from "../../parts/form";
import { LoadedPage, Refusal } from "../../parts/Loaded";
import { AreaField } from "../../parts/moreFields";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import { Table, type Column } from "../../parts/Table";
import { NotFoundPage } from "../NotFoundPage";
import type { PathParameters } from "../../router/path";
import { admin } from "../../texts/admin";
import { isService, type Service } from "./backlog";

interface Found {
  backlog: Backlog;
  dead: DeadEvent[];
  deadTotal: number;
  aside: EventAside[];
}

async function load(service: Service): Promise<Found> {
  const path = { service };
  const [backlog, dead, aside] = await Promise.all([
    get("/v1/services/{service}/backlog", { path }),
    get("/v1/services/{service}/dead-events", { path, query: { limit: 100, total: true } }),
    get("/v1/services/{service}/events-aside", { path, query: { limit: 100 } }),
  ]);
  return { backlog, dead: dead.events, deadTotal: dead.total, aside: aside.events };
}

interface Act {
  service: Service;
  onDone: (said: string) => void;
}

function Aside({ service, event, onDone }: Act & { event: DeadEvent }) {
  const { one: words } = useScoped(admin);
  const name = `reason-${event.id}`;
  const wording: Wording = ({ field, detail }) => field === "reason" ? [name, words.reasonMissing] : [field, detail];
  const submission = useSubmission([name], async (value) => {
    await post("/v1/services/{service}/dead-events/{eventId}/aside", { path: { service, eventId: event.id }, body: { reason: value(name).trim() } });
    onDone(words.setAside);
  }, wording);

  return (
    <details>
      <summary>{words.aside}<span class="unseen">: {event.type}, {event.sequence}</span></summary>
      <p>{words.asideWarning(event.behind)}</p>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.asideSubmit} warning>
        <AreaField name={name} label={words.reason} help={words.reasonHelp} errors={submission.errors} />
      </Form>
    </details>
  );
}

function Dead({ service, event, onDone, onProblem }: Act & { event: DeadEvent; onProblem: (problem: Problem) => void }) {
  const { language } = useLanguage();
  const { one: words, house } = useScoped(admin);
  const again = () => post("/v1/services/{service}/dead-events/retry", { path: { service }, body: { eventId: event.id } })
    .then(() => onDone(words.asked(1)), (error: unknown) => onProblem(asProblem(error)));
  const source = isService(event.source) ? house.services[event.source] : event.source;

  return (
    <li>
      <h3><code>{event.type}</code></h3>
      <Facts facts={[
        { name: words.from, value: `${source}, ${regionName(event.region)}, ${event.sequence}` },
        { name: words.about, value: <code>{event.aggregate}</code> },
        event.at ? { name: words.at, value: formatMoment(event.at, language) } : null,
        { name: words.failure, value: <><code>{event.reason}</code> {words.tries(event.tries)}</> },
        event.behind > 0 ? { name: words.behind, value: words.behindCount(event.behind) } : null,
      ]} />
      {event.askedAgain ? <p>{words.askedAgain}</p> : (
        <p><button class="button plain" type="button" onClick={() => void again()}>
          {words.again}<span class="unseen">: {event.type}, {event.sequence}</span>
        </button></p>
      )}
      <Aside service={service} event={event} onDone={onDone} />
    </li>
  );
}

function DeadEvents({ service, dead, deadTotal, onDone }: Act & Pick<Found, "dead" | "deadTotal">) {
  const { one: words } = useScoped(admin);
  const [problem, setProblem] = useState<Problem | null>(null);
  const everything = () => post("/v1/services/{service}/dead-events/retry", { path: { service }, body: {} })
    .then(({ count }) => onDone(words.asked(count)), (error: unknown) => setProblem(asProblem(error)));

  return (
    <section aria-labelledby="dead">
      <h2 id="dead">{words.dead}</h2>
      <p>{words.deadLead}</p>
      <Refusal problem={problem} />
      {dead.length === 0 && <p>{words.noDead}</p>}
      {deadTotal > dead.length && <p>{words.first(dead.length, deadTotal)}</p>}
      <ul class="rows">
        {dead.map((event) => <Dead key={event.id} service={service} event={event} onDone={onDone} onProblem={setProblem} />)}
      </ul>
      {dead.length > 1 && <p><button class="button plain" type="button" onClick={() => void everything()}>{words.everything}</button></p>}
    </section>
  );
}

function GivenUp({ events }: { events: EventAside[] }) {
  const { language } = useLanguage();
  const { one: words } = useScoped(admin);
  const columns: Column<EventAside>[] = [
    { title: words.event, header: true, value: ({ type, region, sequence }) => <><code>{type}</code> {regionName(region)}, {sequence}</> },
    { title: words.asideAt, value: ({ asideAt }) => asideAt ? formatMoment(asideAt, language) : "" },
    { title: words.failure, value: ({ failure }) => <code>{failure}</code> },
    { title: words.reason, value: ({ reason }) => reason },
    { title: words.who, value: ({ accountId }) => <a href={`/admin/accounts/${accountId}`}><code>{accountId}</code></a> },
  ];

  if (events.length === 0) return null;
  return (
    <section aria-labelledby="given-up">
      <h2 id="given-up">{words.givenUp}</h2>
      <Table wide quietCaption file="odlozone-zdarzenia" caption={words.givenUp} columns={columns} rows={events} keyOf={({ id }) => id} />
    </section>
  );
}

function Waiting({ backlog }: { backlog: Backlog }) {
  const { language } = useLanguage();
  const { one: words, house } = useScoped(admin);

  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">{words.waiting}</h2>
      <Facts facts={[
        { name: house.unplaced, value: formatCount(backlog.unplaced, language),
          help: backlog.unplacedSince && words.since(formatMoment(backlog.unplacedSince, language)) },
        ...backlog.timers.map(({ kind, count, since }) => ({
          name: words.timer(kind), value: formatCount(count, language),
          help: since && words.since(formatMoment(since, language)) })),
        backlog.timers.length === 0 ? { name: house.timers, value: "0" } : null,
      ]} />
      <details>
        <summary>{words.streams}</summary>
        <ul>{backlog.streams.map(({ region, sequence }) => <li key={region}>{regionName(region)}: {formatCount(BigInt(sequence), language)}</li>)}</ul>
      </details>
      <details>
        <summary>{words.taken}</summary>
        <ul>
          {backlog.taken.map(({ source, region, sequence }) => (
            <li key={`${source} ${region}`}>{isService(source) ? house.services[source] : source}, {regionName(region)}: {formatCount(BigInt(sequence), language)}</li>
          ))}
        </ul>
      </details>
    </section>
  );
}

function Body({ service, found, refresh }: { service: Service; found: Found; refresh: () => void }) {
  const { house, one: words } = useScoped(admin);
  const [said, setSaid] = useState("");
  const onDone = (text: string) => {
    setSaid(text);
    refresh();
  };

  return (
    <Page title={words.title(house.services[service])} above={<p class="back"><a href="/admin/services">{house.title}</a></p>}>
      <p role="status" class={said ? "notice" : undefined}>{said}</p>
      <p><button class="button plain" type="button" onClick={() => onDone("")}>{house.refresh}</button></p>
      <DeadEvents service={service} dead={found.dead} deadTotal={found.deadTotal} onDone={onDone} />
      <GivenUp events={found.aside} />
      <Waiting backlog={found.backlog} />
    </Page>
  );
}

function Known({ service }: { service: Service }) {
  const found = useResource(`service ${service}`, () => load(service));

  return (
    <LoadedPage resource={found}>
      {(data) => <Body service={service} found={data} refresh={found.state === "ready" ? found.refresh : () => undefined} />}
    </LoadedPage>
  );
}

export function ServicePage({ service = "" }: PathParameters) {
  return isService(service) ? <Known service={service} /> : <NotFoundPage />;
}
