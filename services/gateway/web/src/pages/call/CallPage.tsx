import { get } from "../../api/client";
import type { Call, CallDefinition } from "../../api/shapes";
import { useLanguage } from "../../language/context";
import { CallStatus, callIsOpenForWriting } from "../../parts/callStatus";
import { Loaded, LoadedPage } from "../../parts/Loaded";
import { localLanguage, localText, Prose } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";
import { Assessment } from "./Assessment";
import { Asked } from "./Asked";
import { CallFacts } from "./CallFacts";
import { FunnelSection } from "./Funnel";
import { Mute } from "./Mute";

function Contents({ decided }: { decided: boolean }) {
  const { texts } = useLanguage();

  return (
    <nav class="contents" aria-label={texts.onThisPage}>
      <ul>
        <li><a href="#dates">{texts.call.dates}</a></li>
        {decided && <li><a href="#funnel">{texts.funnel.title}</a></li>}
        <li><a href="#asked">{texts.call.asked}</a></li>
        <li><a href="#assessed">{texts.call.assessed}</a></li>
        {!decided && <li><a href="#funnel">{texts.funnel.title}</a></li>}
      </ul>
    </nav>
  );
}

function CallBody({ call, definition }: { call: Call; definition: CallDefinition }) {
  const { language, texts } = useLanguage();
  const { title, summary } = definition;
  const decided = call.state === "CALL_DECIDED";
  const funnel = useResource(`funnel ${call.id}`, () =>
    get("/v1/calls/{callId}/funnel", { path: { callId: call.id } }));
  const way = <Loaded resource={funnel}>{(counts) => <FunnelSection funnel={counts} call={call} />}</Loaded>;

  return (
    <Page title={localText(title, language)} titleLanguage={localLanguage(title, language)}
      above={<CallStatus state={call.state} dates={definition} />}>
      {summary && (
        <div class="lead">
          <Prose text={localText(summary, language)} language={localLanguage(summary, language)} />
        </div>
      )}
      {(call.state === "CALL_SUSPENDED" || call.state === "CALL_ANNULLED") && call.notice && (
        <div class="notice">
          <p>{call.state === "CALL_SUSPENDED" ? texts.call.suspendedHelp : texts.call.annulledHelp}</p>
          <Prose text={localText(call.notice, language)} language={localLanguage(call.notice, language)} />
        </div>
      )}
      {decided && (
        <p class="act">
          <a class="button" href={`/calls/${call.id}/results`}>{texts.call.results}</a>
          <span class="quiet">{texts.call.resultsHelp}</span>
        </p>
      )}
      {callIsOpenForWriting(call, Date.now()) && (
        <p class="act">
          <a class="button" href={`/calls/${call.id}/apply`}>{texts.call.apply}</a>
          <span class="quiet">{texts.call.applyHelp}</span>
        </p>
      )}
      <Contents decided={decided} />
      <CallFacts call={call} definition={definition} />
      {decided && way}
      <Asked call={call} definition={definition} />
      <Assessment definition={definition} />
      {!decided && way}
      <Mute callId={call.id} />
    </Page>
  );
}

export function CallPage({ id = "" }: PathParameters) {
  const call = useResource(`call ${id}`, () => get("/v1/calls/{callId}", { path: { callId: id } }));

  return (
    <LoadedPage resource={call}>
      {(found) => found.definition && <CallBody call={found} definition={found.definition} />}
    </LoadedPage>
  );
}
