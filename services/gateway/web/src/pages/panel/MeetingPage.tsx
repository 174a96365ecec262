/* One meeting: its plan before it begins, the room while it is open, and what came of it. */
import { useRef, useState } from "preact/hooks";
import { get, post, put } from "../../api/client";
import type { Dossier, PanelItem, PanelMeeting } from "../../api/shapes";
import { formatMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Facts } from "../../parts/Facts";
import { LoadedPage, Refusal } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";
import { panel } from "../../texts/panel";
import { loadCallDesk, loadDossiers, type CallDesk } from "../office/desk";
import { useActs, type Acts } from "./acts";
import { planOf, sentPlan } from "./plan";
import { PlanForm } from "./PlanForm";
import { Presence } from "./Presence";
import { RoomPage } from "./RoomPage";

interface Opened {
  desk: CallDesk;
  meeting: PanelMeeting;
  dossiers: Dossier[];
}

function Head({ meeting }: { meeting: PanelMeeting }) {
  const { language } = useLanguage();
  const { list, state } = useScoped(panel);

  return (
    <Facts facts={[
      { name: list.when, value: meeting.startsAt ? formatMoment(meeting.startsAt, language) : "" },
      { name: list.where, value: <span lang="pl">{meeting.place}</span> },
      { name: list.state, value: state[meeting.state] },
    ]} />
  );
}

function Invitation({ item }: { item: PanelItem }) {
  const { language } = useLanguage();
  const { meeting: words } = useScoped(panel);

  if (!item.pitchAt) return null;
  return (
    <p class="quiet">
      {words.pitchAt}: {formatMoment(item.pitchAt, language)} ({item.invitedAt ? words.invitedAt : words.notInvited})
    </p>
  );
}

function AgendaList({ items }: { items: readonly PanelItem[] }) {
  const { room } = useScoped(panel);

  return (
    <section aria-labelledby="agenda-list">
      <h2 id="agenda-list">{room.agenda}</h2>
      <ol>
        {items.map((item) => (
          <li key={item.applicationId}>
            <a href={`/office/dossiers/${item.applicationId}`}><span class="code">{item.number}</span> <span lang="pl">{item.title}</span></a>
            <Invitation item={item} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Cancel({ acts }: { acts: Acts }) {
  const { meeting: words } = useScoped(panel);
  const dialog = useRef<HTMLDialogElement>(null);
  const [reason, setReason] = useState("");
  const { meeting, act, busy } = acts;
  const cancel = async () => {
    await act(() => post("/v1/panel-meetings/{meetingId}/cancellation", { path: { meetingId: meeting.id }, body: { reason } }));
    dialog.current?.close();
  };

  return (
    <>
      <button class="button plain" type="button" onClick={() => dialog.current?.showModal()}>{words.cancel}</button>
      <dialog class="dialog" ref={dialog} aria-labelledby="cancel-title">
        <h2 id="cancel-title" tabIndex={-1} autofocus>{words.cancel}</h2>
        <div class="field">
          <label for="cancel-reason">{words.cancelReason}</label>
          <textarea id="cancel-reason" rows={3} maxLength={2000} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
        </div>
        <p class="act">
          <button class="button warning" type="button" aria-disabled={busy} onClick={() => void cancel()}>{words.cancelYes}</button>
          <button class="button plain" type="button" onClick={() => dialog.current?.close()}>{words.cancelNo}</button>
        </p>
      </dialog>
    </>
  );
}

function Planned({ opened, acts }: { opened: Opened; acts: Acts }) {
  const { list, meeting: words, plan } = useScoped(panel);
  const { meeting, problem, act, busy } = acts;
  const path = { meetingId: meeting.id };
  const [said, setSaid] = useState("");
  const uninvited = meeting.items.filter(({ pitchAt, invitedAt }) => pitchAt && !invitedAt).length;
  const invite = async () => {
    if (await act(() => post("/v1/panel-meetings/{meetingId}/invitations", { path }))) setSaid(words.invited(uninvited));
  };

  return (
    <>
      <Refusal problem={problem} />
      <p role="status">{said}</p>
      <AgendaList items={meeting.items} />
      <p class="act">
        {uninvited > 0 && <button class="button" type="button" aria-disabled={busy} onClick={() => void invite()}>{words.invite}</button>}
        <Cancel acts={acts} />
      </p>
      <section aria-labelledby="open-meeting">
        <h2 id="open-meeting">{words.open}</h2>
        <p>{words.openLead}</p>
        <Presence members={meeting.members} button={words.open} busy={busy} onSave={(present) =>
          void act(() => post("/v1/panel-meetings/{meetingId}/opening", { path, body: { present } }))} />
      </section>
      <details>
        <summary>{words.edit}</summary>
        <PlanForm key={meeting.version} desk={opened.desk} dossiers={opened.dossiers} initial={planOf(meeting)} fixed
          onSend={async (draft) => {
            const after = await put("/v1/panel-meetings/{meetingId}", { path, body: { version: meeting.version, plan: sentPlan(draft) } });
            await act(async () => after);
            setSaid(plan.saved);
          }} />
      </details>
      <p class="unseen">{list.lead}</p>
    </>
  );
}

function Closed({ meeting }: { meeting: PanelMeeting }) {
  const { language } = useLanguage();
  const { meeting: words } = useScoped(panel);

  return (
    <>
      <p class="lead">{meeting.state === "MEETING_CANCELLED" ? words.cancelled : words.closedLead}</p>
      {meeting.cancelReason && <p lang="pl">{meeting.cancelReason}</p>}
      {meeting.state === "MEETING_CLOSED"
        && <p><a class="button" href={`/v1/panel-meetings/${meeting.id}/protocol?language=${language}`} target="_blank" rel="noopener">{words.protocol}</a></p>}
      <AgendaList items={meeting.items} />
    </>
  );
}

function Meeting({ opened }: { opened: Opened }) {
  const { meeting: words } = useScoped(panel);
  const acts = useActs(opened.meeting);
  const { meeting } = acts;

  if (meeting.state === "MEETING_OPEN") return <RoomPage acts={acts} ready={opened.dossiers} />;
  return (
    <Page title={words.title} above={<p class="back"><a href={`/office/calls/${meeting.callId}/panel`}>{words.back}</a></p>}>
      <Head meeting={meeting} />
      {meeting.state === "MEETING_PLANNED" ? <Planned opened={opened} acts={acts} /> : <Closed meeting={meeting} />}
    </Page>
  );
}

export function MeetingPage({ id = "" }: PathParameters) {
  const loaded = useResource(`meeting ${id}`, async () => {
    const meeting = await get("/v1/panel-meetings/{meetingId}", { path: { meetingId: id } });
    const [desk, dossiers] = await Promise.all([loadCallDesk(meeting.callId), loadDossiers(meeting.callId)]);
    return { desk, meeting, dossiers };
  });

  return <LoadedPage resource={loaded}>{(opened) => <Meeting opened={opened} />}</LoadedPage>;
}
