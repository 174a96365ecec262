/* The room: what is on the table, big enough to be read from afar, and led with keys alone. */
import { useRef, useState } from "preact/hooks";
import { post, put } from "../../api/client";
import type { Dossier, PanelItem } from "../../api/shapes";
import { formatMoment } from "../../format/moments";
import { formatPoints } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Refusal } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { panel } from "../../texts/panel";
import type { Acts } from "./acts";
import { MotionForm } from "./MotionForm";
import { Select } from "./PlanForm";
import { Presence } from "./Presence";

const stateKey = {
  PANEL_ITEM_STATE_UNSPECIFIED: "waiting", ITEM_WAITING: "waiting", ITEM_CALLED: "onTable",
  ITEM_DECIDED: "decided", ITEM_ADJOURNED: "adjourned",
} as const;

function Agenda({ acts }: { acts: Acts }) {
  const { room } = useScoped(panel);
  const { meeting, act, busy } = acts;
  const free = meeting.items.every(({ state }) => state !== "ITEM_CALLED");

  return (
    <section class="room-agenda" aria-labelledby="room-agenda">
      <h2 id="room-agenda">{room.agenda}</h2>
      <ol>
        {meeting.items.map((item) => (
          <li key={item.applicationId} class={item.state === "ITEM_CALLED" ? "now" : undefined} aria-current={item.state === "ITEM_CALLED" ? "step" : undefined}>
            <span class="code">{item.number}</span> <span class="quiet">{room[stateKey[item.state]]}</span>
            {free && item.state === "ITEM_WAITING" && (
              <button class="button plain" type="button" aria-disabled={busy} onClick={() => void act(() =>
                post("/v1/panel-meetings/{meetingId}/items/{applicationId}/call", {
                  path: { meetingId: meeting.id, applicationId: item.applicationId },
                }))}>{room.call(item.number)}</button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Left({ item, acts }: { item: PanelItem; acts: Acts }) {
  const { conflict, room } = useScoped(panel);
  const { meeting } = acts;
  const nameOf = (id: string) => meeting.members.find(({ userId }) => userId === id)?.name ?? "";

  return (
    <section aria-labelledby="left">
      <h3 id="left">{room.left}</h3>
      {item.conflicts.length === 0 ? <p>{room.nobodyLeft}</p> : (
        <ul>
          {item.conflicts.map(({ userId, kind, reason }) => (
            <li key={userId}><strong lang="pl">{nameOf(userId)}</strong>: {conflict[kind]}{reason && <span lang="pl"> – {reason}</span>}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Declare({ item, acts }: { item: PanelItem; acts: Acts }) {
  const { room } = useScoped(panel);
  const { meeting, act, busy } = acts;
  const [who, setWho] = useState("");
  const [why, setWhy] = useState("");
  const there = meeting.members.filter(({ userId }) => !item.conflicts.some((each) => each.userId === userId));
  const send = async () => {
    if (who === "") return;
    const path = { meetingId: meeting.id, applicationId: item.applicationId };
    if (await act(() => post("/v1/panel-meetings/{meetingId}/items/{applicationId}/conflicts", { path, body: { userId: who, reason: why } }))) {
      setWho("");
      setWhy("");
    }
  };

  return (
    <details>
      <summary>{room.declare}</summary>
      <Select id="declare-who" label={room.declareWho} value={who} onChange={setWho}
        options={[["", room.choose], ...there.map(({ userId, name }) => [userId, name] as const)]} />
      <div class="field">
        <label for="declare-why">{room.declareWhy}</label>
        <input id="declare-why" value={why} maxLength={2000} onInput={(event) => setWhy(event.currentTarget.value)} />
      </div>
      <button class="button plain" type="button" aria-disabled={busy || who === ""} onClick={() => void send()}>{room.declareYes}</button>
    </details>
  );
}

function NoShow({ item, acts }: { item: PanelItem; acts: Acts }) {
  const { language } = useLanguage();
  const { room } = useScoped(panel);
  const { meeting, act, busy } = acts;

  if (!item.pitchAt || !item.invitedAt) return null;
  return (
    <p class="act">
      <span>{room.pitchAt}: {formatMoment(item.pitchAt, language)}</span>
      {item.noShow ? <strong>{room.noShowDone}</strong> : (
        <button class="button plain" type="button" aria-disabled={busy} onClick={() => void act(() =>
          post("/v1/panel-meetings/{meetingId}/items/{applicationId}/no-show", {
            path: { meetingId: meeting.id, applicationId: item.applicationId },
          }))}>{room.noShow}</button>
      )}
    </p>
  );
}

/* What the last vote came to, also when the item went on to the next. */
function Outcome({ acts }: { acts: Acts }) {
  const { room } = useScoped(panel);
  const motions = acts.meeting.items.flatMap((item) => item.motions.map((motion) => ({ motion, number: item.number })));
  const last = motions.toSorted((a, b) => Date.parse(a.motion.at ?? "") - Date.parse(b.motion.at ?? "")).at(-1);

  return (
    <p class="room-outcome" role="status">
      {last && (
        <>
          <span class="code">{last.number}</span> <strong>{last.motion.carried ? room.carried : room.notCarried}</strong>{" "}
          {room.tally(last.motion.votesFor, last.motion.votesAgainst, last.motion.abstained)}
        </>
      )}
    </p>
  );
}

function OnTable({ item, acts, ready }: { item: PanelItem; acts: Acts; ready: readonly Dossier[] }) {
  const { language } = useLanguage();
  const { room } = useScoped(panel);
  const points = acts.meeting.assessment === "POINTS";

  return (
    <section class="room-table" aria-labelledby="on-table">
      <p class="room-number code">{item.number}</p>
      <h2 id="on-table" tabIndex={-1} lang="pl">{item.title || item.number}</h2>
      {points && (
        <p class="room-figures">
          <span><strong>{formatPoints(item.points, language)}</strong> {room.points}</span>
          {item.place > 0 && <span><strong>{item.place}</strong> {room.place}</span>}
        </p>
      )}
      <NoShow item={item} acts={acts} />
      <Left item={item} acts={acts} />
      <Declare item={item} acts={acts} />
      <p><strong>{room.quorum(item.quorumPresent, item.quorumNeeded)}</strong></p>
      {item.quorumPresent < item.quorumNeeded && <div class="notice warm" role="status"><p>{room.noQuorum}</p></div>}
      <MotionForm key={`${item.applicationId} ${item.motions.length} ${item.conflicts.length} ${item.quorumPresent}`}
        item={item} acts={acts} ready={ready} />
    </section>
  );
}

function Close({ acts }: { acts: Acts }) {
  const { room } = useScoped(panel);
  const dialog = useRef<HTMLDialogElement>(null);
  const { meeting, act, busy } = acts;
  const left = meeting.items.filter(({ state }) => state === "ITEM_WAITING").length;
  const close = async () => {
    await act(() => post("/v1/panel-meetings/{meetingId}/closing", { path: { meetingId: meeting.id } }));
    dialog.current?.close();
  };

  return (
    <>
      <button class="button plain" type="button" onClick={() => dialog.current?.showModal()}>{room.close}</button>
      <dialog class="dialog" ref={dialog} aria-labelledby="close-title">
        <h2 id="close-title" tabIndex={-1} autofocus>{room.closeTitle}</h2>
        <p>{room.closeLead(left)}</p>
        <p class="act">
          <button class="button" type="button" aria-disabled={busy} onClick={() => void close()}>{room.closeYes}</button>
          <button class="button plain" type="button" onClick={() => dialog.current?.close()}>{room.closeNo}</button>
        </p>
      </dialog>
    </>
  );
}

export function RoomPage({ acts, ready }: { acts: Acts; ready: readonly Dossier[] }) {
  const { language } = useLanguage();
  const { meeting: words, room } = useScoped(panel);
  const { meeting, problem, act, busy } = acts;
  const item = meeting.items.find(({ state }) => state === "ITEM_CALLED");

  return (
    <div class="room">
      <Page title={words.title} above={<p class="back"><a href={`/office/calls/${meeting.callId}/panel`}>{words.back}</a></p>}>
        <Refusal problem={problem} />
        <Outcome acts={acts} />
        <div class="room-sides">
          {item ? <OnTable item={item} acts={acts} ready={ready} /> : <p class="room-table">{room.nobody}</p>}
          <Agenda acts={acts} />
        </div>
        <details>
          <summary>{room.presence}</summary>
          <Presence key={meeting.version} members={meeting.members} button={room.savePresence} busy={busy} onSave={(present) =>
            void act(() => put("/v1/panel-meetings/{meetingId}/presence", { path: { meetingId: meeting.id }, body: { present } }))} />
        </details>
        <p class="act">
          {document.fullscreenEnabled && (
            <button class="button plain" type="button" onClick={() => void document.documentElement.requestFullscreen()}>{room.big}</button>
          )}
          <a class="button plain" href={`/v1/panel-meetings/${meeting.id}/protocol?language=${language}`} target="_blank" rel="noopener">{words.protocol}</a>
          {!item && <Close acts={acts} />}
        </p>
      </Page>
    </div>
  );
}
