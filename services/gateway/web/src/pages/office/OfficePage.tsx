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
import { whoAmI } from "../../session";
import { office } from "../../texts/office";
import { hasRole } from "./desk";

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

export function OfficePage() {
  const { home } = useScoped(office);
  const loaded = useResource("office", async () => {
    const account = await whoAmI();
    const { calls } = await get("/v1/calls", { query: { limit: LIMIT } });
    return { calls, allowed: hasRole(account, "COORDINATOR", "OWNER") };
  });

  return (
    <LoadedPage resource={loaded}>
      {({ calls, allowed }) => (
        <Page title={home.title}>
          <p class="lead">{!allowed ? home.refused : calls.length > 0 ? home.lead : home.none}</p>
          {allowed && <ul class="cards broad">{calls.map((call) => <CallItem key={call.id} call={call} />)}</ul>}
        </Page>
      )}
    </LoadedPage>
  );
}
