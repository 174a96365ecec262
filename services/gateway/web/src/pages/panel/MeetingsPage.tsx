/* The meetings of a call, and planning another one. */
import { get, post } from "../../api/client";
import type { PanelMeeting } from "../../api/shapes";
import { formatMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { useResource } from "../../parts/resource";
import { Table } from "../../parts/Table";
import { navigate } from "../../router/location";
import type { PathParameters } from "../../router/path";
import { panel } from "../../texts/panel";
import { CallPage } from "../office/CallPage";
import { loadCallDesk, loadDossiers, regionNameOf, type CallDesk } from "../office/desk";
import { emptyPlan, sentPlan } from "./plan";
import { PlanForm } from "./PlanForm";

function List({ desk, meetings }: { desk: CallDesk; meetings: PanelMeeting[] }) {
  const { language } = useLanguage();
  const { list, state } = useScoped(panel);

  if (meetings.length === 0) return <p>{list.none}</p>;
  return (
    <Table caption={list.title} quietCaption rows={meetings} keyOf={({ id }) => id} columns={[
      { title: list.when, header: true, value: (each) => <a href={`/office/panel/${each.id}`}>{each.startsAt && formatMoment(each.startsAt, language)}</a> },
      { title: list.where, value: (each) => <span lang="pl">{each.place}</span> },
      { title: list.region, value: (each) => each.region ? <span lang="pl">{regionNameOf(desk.call, each.region)}</span> : list.all },
      { title: list.state, value: (each) => state[each.state] },
    ]} />
  );
}

export function MeetingsPage({ id = "" }: PathParameters) {
  const { list } = useScoped(panel);
  const loaded = useResource(`panel ${id}`, async () => {
    const [desk, { meetings }, dossiers] = await Promise.all([loadCallDesk(id),
      get("/v1/calls/{callId}/panel-meetings", { path: { callId: id } }), loadDossiers(id)]);
    return { desk, meetings, dossiers, stage: desk.definition.stages.find((each) => each.panel) };
  });

  return (
    <CallPage resource={loaded} title={list.title} lead={({ stage }) => stage ? list.lead : list.noPanel}>
      {({ desk, meetings, dossiers, stage }) => {
        const own = desk.account.roles.find(({ role, region }) => role === "COORDINATOR" && region !== "*")?.region ?? "";
        return (
          <>
            <List desk={desk} meetings={meetings} />
            {stage && (
              <section aria-labelledby="plan">
                <h2 id="plan">{list.plan}</h2>
                <PlanForm desk={desk} dossiers={dossiers} initial={emptyPlan(stage.key, own)} fixed={false} onSend={async (draft) => {
                  const made = await post("/v1/calls/{callId}/panel-meetings", { path: { callId: id }, body: { plan: sentPlan(draft) } });
                  navigate(`/office/panel/${made.id}`);
                }} />
              </section>
            )}
          </>
        );
      }}
    </CallPage>
  );
}
