import { get } from "../../api/client";
import type { CallSummary } from "../../api/shapes";
import { formatLastMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { CallStatus } from "../../parts/callStatus";
import { LoadedPage } from "../../parts/Loaded";
import { Local } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { useLocation } from "../../router/location";
import { whoAmI } from "../../session";
import { office } from "../../texts/office";
import { rehearsal } from "../../texts/rehearsal";
import { hasRole, inProgramme } from "./desk";

const LIMIT = 100;

function CallItem({ call }: { call: CallSummary }) {
  const { language, texts } = useLanguage();

  return (
    <li class="card">
      <CallStatus state={call.state} dates={call} />
      <h2><a href={`/office/calls/${call.id}`}><Local text={call.title} /></a></h2>
      <p class="quiet">
        <span class="code">{call.code}</span>
        {call.submitUntil && ` · ${texts.call.ends} ${formatLastMoment(call.submitUntil, language)}`}
      </p>
    </li>
  );
}

function Rehearsals({ rehearsals }: { rehearsals: CallSummary[] }) {
  const texts = useScoped(rehearsal);

  if (rehearsals.length === 0) return null;
  return (
    <section aria-labelledby="rehearsals">
      <h2 id="rehearsals">{texts.list}</h2>
      <ul class="rows">
        {rehearsals.map(({ id, code, title }) => (
          <li key={id}><a href={`/office/calls/${id}/rehearsal`}><Local text={title} /></a> <span class="quiet code">{code}</span></li>
        ))}
      </ul>
    </section>
  );
}

function Drafts({ drafts }: { drafts: CallSummary[] }) {
  const { home } = useScoped(office);

  return (
    <section aria-labelledby="drafts">
      <h2 id="drafts">{home.drafts}</h2>
      {drafts.length === 0 ? <p>{home.noDrafts}</p> : (
        <ul class="rows">
          {drafts.map(({ id, code, title }) => (
            <li key={id}><a href={`/office/calls/${id}/edit`}><Local text={title} /></a> <span class="quiet code">{code}</span></li>
          ))}
        </ul>
      )}
      <p><a class="button" href="/office/new-call">{home.newCall}</a></p>
      <p><a href="/office/programmes">{home.programmes}</a></p>
    </section>
  );
}

export function OfficePage() {
  const { home } = useScoped(office);
  const texts = useScoped(rehearsal);
  const { query } = useLocation();
  const loaded = useResource("office", async () => {
    const account = await whoAmI();
    const [{ calls }, { calls: drafts }, { calls: rehearsals }] = await Promise.all([
      get("/v1/calls", { query: { limit: LIMIT } }), get("/v1/calls", { query: { limit: LIMIT, drafts: true } }),
      get("/v1/calls", { query: { limit: LIMIT, rehearsals: true } })]);
    const works = ({ programmeId }: CallSummary) => hasRole(inProgramme(account, programmeId), "COORDINATOR", "OWNER");
    return { calls: calls.filter(works), drafts, rehearsals, allowed: hasRole(account, "COORDINATOR", "OWNER") };
  });

  return (
    <LoadedPage resource={loaded}>
      {({ calls, drafts, rehearsals, allowed }) => (
        <Page title={home.title}>
          <p role="status">{query.get("deleted") === "rehearsal" && <strong>{texts.gone}</strong>}</p>
          <p class="lead">{!allowed ? home.refused : calls.length > 0 ? home.lead : home.none}</p>
          {allowed && <p><a class="button plain" href="/office/search">{home.search}</a></p>}
          {allowed && <ul class="cards broad">{calls.map((call) => <CallItem key={call.id} call={call} />)}</ul>}
          {allowed && <Drafts drafts={drafts} />}
          {allowed && <Rehearsals rehearsals={rehearsals} />}
        </Page>
      )}
    </LoadedPage>
  );
}
