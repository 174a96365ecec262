/* What a programme is to reach, as its owner keeps it. */
import { get } from "../../api/client";
import { useScoped } from "../../language/scoped";
import { LoadedPage } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";
import { targets } from "../../texts/targets";
import { TargetTable, withTexts } from "./TargetTable";

export async function loadProgrammeTargets(programmeId: string) {
  const [{ indicators }, { programmes }] = await Promise.all([
    get("/v1/programmes/{programmeId}/indicators", { path: { programmeId } }), get("/v1/programmes", {})]);

  return { indicators: withTexts(indicators), name: programmes.find(({ id }) => id === programmeId)?.name ?? "" };
}

export function TargetsPage({ programme = "" }: PathParameters) {
  const { desk, table } = useScoped(targets);
  const loaded = useResource(`targets ${programme}`, () => loadProgrammeTargets(programme));
  const address = `/office/programmes/${programme}/targets`;

  return (
    <LoadedPage resource={loaded}>
      {({ indicators, name }) => (
        <Page title={desk.title} above={<p class="back"><a href="/office/programmes">{desk.back}</a></p>}>
          <p class="lead" lang="pl">{name}</p>
          <p>{desk.lead}</p>
          {indicators.length === 0 ? <><p>{table.nothing}</p><p class="quiet">{desk.typical}</p></>
            : <TargetTable indicators={indicators} caption={table.caption} level="h2" addressOf={({ id }) => `${address}/${id}`} />}
          <p><a class="button" href={`${address}/new`}>{desk.add}</a></p>
        </Page>
      )}
    </LoadedPage>
  );
}
