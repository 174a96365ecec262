/* How the house is: the five services with what waits in them, and the sites of partner regions. */
import { useEffect } from "preact/hooks";
import { get } from "../../api/client";
import type { Backlog, Site, Sites } from "../../api/shapes";
import { formatMoment } from "../../format/moments";
import { formatCount } from "../../format/numbers";
import { regionName } from "../../format/regions";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Loaded, ProblemText } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import { Table, type Column } from "../../parts/Table";
import { admin } from "../../texts/admin";
import { delaysOf, needsAttention, services, type Backlogs, type Service } from "./backlog";
import { millisecondsOf, silenceOf } from "./sites";

const AGAIN = 15_000;

type Read = readonly [Service, Backlog | null];

async function readAll(): Promise<Read[]> {
  const read = await Promise.all(services.map(async (service): Promise<Read> => {
    try {
      return [service, await get("/v1/services/{service}/backlog", { path: { service } })];
    } catch (error) {
      if (asProblem(error).status < 500 && asProblem(error).status !== 0) throw error;
      return [service, null];
    }
  }));
  return read;
}

/* A page that is left open shows the house as it is now; nothing moves while nobody looks. */
function useAgain(refresh: () => void) {
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") refresh();
    }, AGAIN);
    return () => clearInterval(timer);
  }, [refresh]);
}

function State({ backlog }: { backlog: Backlog | null }) {
  const { house } = useScoped(admin);

  if (!backlog) return <span class="tag failed">{house.away}</span>;
  return needsAttention(backlog) ? <span class="tag assessment">{house.attention}</span> : <span class="tag open">{house.well}</span>;
}

function Services({ read, refresh }: { read: Read[]; refresh: () => void }) {
  const { language } = useLanguage();
  const { house } = useScoped(admin);
  const all: Backlogs = new Map(read.flatMap(([service, backlog]) => backlog ? [[service, backlog] as const] : []));
  const number = (read: Read, value: (backlog: Backlog) => number) => read[1] ? formatCount(value(read[1]), language) : "–";
  const behind = (backlog: Backlog) => delaysOf(backlog, all).reduce((sum, { events }) => sum + (events ?? 0), 0);
  const columns: Column<Read>[] = [
    { title: house.service, header: true, value: ([service]) => <a href={`/admin/services/${service}`}>{house.services[service]}</a> },
    { title: house.state, value: ([, backlog]) => <State backlog={backlog} /> },
    { title: house.behind, numeric: true, value: (each) => number(each, behind) },
    { title: house.unplaced, numeric: true, value: (each) => number(each, ({ unplaced }) => unplaced) },
    { title: house.timers, numeric: true, value: (each) => number(each, ({ timers }) => timers.reduce((sum, { count }) => sum + count, 0)) },
    { title: house.dead, numeric: true, value: (each) => number(each, ({ deadEvents }) => deadEvents) },
  ];

  useAgain(refresh);
  return (
    <>
      <p class="status">
        <button class="button plain small" type="button" onClick={refresh}>{house.refresh}</button> <span class="quiet">{house.refreshHelp}</span>
      </p>
      <Table wide quietCaption file="uslugi" caption={house.caption} columns={columns} rows={read} keyOf={([service]) => service} />
    </>
  );
}

function Region({ site }: { site: Site }) {
  const { house } = useScoped(admin);
  const silence = silenceOf(site, Date.now());

  if (site.revokedAt) return <span class="tag">{house.sites.revoked}</span>;
  if (silence === null) return <span class="tag assessment">{house.sites.never}</span>;
  return silence > 60_000 ? <span class="tag failed">{house.sites.silent}</span> : <span class="tag open">{house.sites.inTouch}</span>;
}

function RegionSites({ sites, invitations }: Sites) {
  const { language } = useLanguage();
  const { house: { sites: words } } = useScoped(admin);
  const columns: Column<Site>[] = [
    { title: words.region, header: true, value: ({ region }) => regionName(region) },
    { title: words.state, value: (site) => <Region site={site} /> },
    { title: words.contact, value: ({ contactAt }) => contactAt ? formatMoment(contactAt, language) : words.never },
    { title: words.unheard, numeric: true, value: ({ unheard }) => formatCount(BigInt(unheard), language) },
    { title: words.untold, numeric: true, value: ({ untold }) => formatCount(BigInt(untold), language) },
    { title: words.clock, numeric: true, value: (site) => site.clockMeasured ? millisecondsOf(site, language) : "–" },
    { title: words.key, value: ({ keyState, publicKey }) => <>{words.keys[keyState]} <code>{publicKey.slice(0, 8)}…</code></> },
  ];

  if (sites.length === 0 && invitations.length === 0) return <p>{words.none}</p>;
  return (
    <>
      {sites.length > 0 && (
        <>
          <p>{words.lead}</p>
          <Table wide quietCaption file="regiony" caption={words.title} columns={columns} rows={sites} keyOf={({ region }) => region} />
        </>
      )}
      {invitations.length > 0 && (
        <>
          <h3>{words.invited}</h3>
          <ul>
            {invitations.map(({ region, expiresAt }) => (
              <li key={`${region} ${expiresAt}`}>{words.invitedUntil(regionName(region), expiresAt ? formatMoment(expiresAt, language) : "")}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function SitesPart() {
  const { house } = useScoped(admin);
  const sites = useResource("sites", () => get("/v1/sites", {}));

  return (
    <section aria-labelledby="sites">
      <h2 id="sites">{house.sites.title}</h2>
      {sites.state === "failed" ? <ProblemText problem={sites.problem} />
        : <Loaded resource={sites}>{(data) => <RegionSites {...data} />}</Loaded>}
    </section>
  );
}

export function HousePage() {
  const { house } = useScoped(admin);
  const read = useResource("services", readAll);

  return (
    <Page title={house.title}>
      <p class="lead">{house.lead}</p>
      <Loaded resource={read}>
        {(data) => <Services read={data} refresh={read.state === "ready" ? read.refresh : () => undefined} />}
      </Loaded>
      <SitesPart />
    </Page>
  );
}
