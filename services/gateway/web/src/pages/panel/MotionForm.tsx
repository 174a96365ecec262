/* What the vote is about, and everybody's vote: with a mouse, or with a key a person. */
import { useRef, useState } from "preact/hooks";
import { post } from "../../api/client";
import type { Dossier, PanelItem, PanelMember, PanelMotionKind, PanelVoteKind, StageOutcome } from "../../api/shapes";
import { useScoped } from "../../language/scoped";
import { panel } from "../../texts/panel";
import { Radios } from "../apply/ApplicantFields";
import type { Acts } from "./acts";
import { Select } from "./PlanForm";

type Kind = Exclude<PanelMotionKind, "PANEL_MOTION_KIND_UNSPECIFIED">;
type Vote = Exclude<PanelVoteKind, "PANEL_VOTE_KIND_UNSPECIFIED">;
type Outcome = Exclude<StageOutcome, "STAGE_OUTCOME_UNSPECIFIED">;
const votes: readonly Vote[] = ["VOTE_FOR", "VOTE_AGAINST", "VOTE_ABSTAIN"];
const outcomes: readonly Outcome[] = ["GO_ON", "RETURN", "STOP"];

interface Cast {
  vote?: Vote;
  minority: string;
}

export function votersOf(members: readonly PanelMember[], item: PanelItem): PanelMember[] {
  return members.filter(({ userId, voting, present }) =>
    voting && present && !item.conflicts.some((conflict) => conflict.userId === userId));
}

interface VoterProps {
  member: PanelMember;
  cast: Cast;
  onChange: (cast: Cast) => void;
  onNext: () => void;
}

function Voter({ member: { userId, name }, cast, onChange, onNext }: VoterProps) {
  const { room } = useScoped(panel);
  const onKeyDown = (event: KeyboardEvent) => {
    const pressed = votes.find((vote) => room.voteKeys[vote] === event.key.toLowerCase());
    if (!pressed || event.ctrlKey || event.altKey || event.metaKey) return;
    if (!(event.target instanceof HTMLInputElement) || event.target.type !== "radio") return;
    event.preventDefault();
    onChange({ ...cast, vote: pressed });
    onNext();
  };

  return (
    <fieldset class="voter" onKeyDown={onKeyDown}>
      <legend lang="pl">{name}</legend>
      <div class="inline-choices">
        {votes.map((vote) => (
          <div class={`choice vote ${vote.toLowerCase()}`} key={vote}>
            <input type="radio" id={`${userId}-${vote}`} name={`vote-${userId}`} checked={cast.vote === vote} onChange={() => onChange({ ...cast, vote })} />
            <label for={`${userId}-${vote}`}>{room.vote[vote]}</label>
          </div>
        ))}
      </div>
      {cast.vote && cast.vote !== "VOTE_FOR" && (
        <div>
          <label for={`${userId}-minority`}>{room.minority}<span class="unseen">: {name}</span></label>
          <input id={`${userId}-minority`} value={cast.minority} maxLength={4000} onInput={(event) => onChange({ ...cast, minority: event.currentTarget.value })} />
        </div>
      )}
    </fieldset>
  );
}

function Votes({ voters, casts, onChange }: {
  voters: readonly PanelMember[]; casts: Readonly<Record<string, Cast>>; onChange: (casts: Record<string, Cast>) => void;
}) {
  const { room } = useScoped(panel);
  const box = useRef<HTMLDivElement>(null);
  const focusOn = (index: number) => {
    const rows = box.current?.querySelectorAll("fieldset.voter");
    const next = rows?.[index];
    if (next) next.querySelector<HTMLInputElement>("input[type=radio]")?.focus();
    else box.current?.closest("form")?.querySelector<HTMLButtonElement>("button[type=submit]")?.focus();
  };

  return (
    <div class="votes" ref={box} role="group" aria-labelledby="votes-title">
      <h3 id="votes-title">{room.votes}</h3>
      <p class="quiet">{room.votesKeys}</p>
      <button class="button plain" type="button" onClick={() =>
        onChange(Object.fromEntries(voters.map(({ userId }) => [userId, { vote: "VOTE_FOR" as const, minority: "" }])))}>{room.allFor}</button>
      {voters.map((member, index) => (
        <Voter key={member.userId} member={member} cast={casts[member.userId] ?? { minority: "" }}
          onChange={(cast) => onChange({ ...casts, [member.userId]: cast })} onNext={() => focusOn(index + 1)} />
      ))}
    </div>
  );
}

interface Props {
  item: PanelItem;
  acts: Acts;
  ready: readonly Dossier[];
}

export function MotionForm({ item, acts: { meeting, act, busy }, ready }: Props) {
  const { room } = useScoped(panel);
  const points = meeting.assessment === "POINTS";
  const kinds: Kind[] = points ? ["MOTION_KEEP", ...(meeting.rules?.movesPlaces ? ["MOTION_MOVE" as const] : []), "MOTION_ADJOURN"]
    : ["MOTION_DECIDE", "MOTION_ADJOURN"];
  const [kind, setKind] = useState<Kind>(kinds[0] ?? "MOTION_ADJOURN");
  const [side, setSide] = useState<"ahead" | "behind">("ahead");
  const [neighbour, setNeighbour] = useState("");
  const [outcome, setOutcome] = useState<Outcome | "">("");
  const [reason, setReason] = useState("");
  const [casts, setCasts] = useState<Record<string, Cast>>({});
  const voters = votersOf(meeting.members, item);
  const missing = voters.filter(({ userId }) => !casts[userId]?.vote).length;
  const others = ready.filter(({ applicationId, stage, state, region }) => applicationId !== item.applicationId
    && stage === meeting.stage && state === "ASSESSED" && (meeting.region === "" || region === meeting.region))
    .toSorted((a, b) => b.points - a.points);
  const send = () => act(() => post("/v1/panel-meetings/{meetingId}/items/{applicationId}/motions", {
    path: { meetingId: meeting.id, applicationId: item.applicationId },
    body: {
      motion: {
        kind, reason: reason.trim(),
        ...(kind === "MOTION_MOVE" ? { neighbourApplicationId: neighbour, behind: side === "behind" } : {}),
        ...(kind === "MOTION_DECIDE" && outcome ? { outcome } : {}),
        votes: voters.flatMap(({ userId }) => {
          const cast = casts[userId];
          return cast?.vote ? [{ userId, vote: cast.vote, minorityView: cast.vote === "VOTE_FOR" ? "" : cast.minority.trim() }] : [];
        }),
      },
    },
  }));

  return (
    <form class="motion" noValidate onSubmit={(event) => {
      event.preventDefault();
      if (missing === 0) void send();
    }}>
      <Radios<Kind> id="motion-kind" legend={room.motion} value={kind} errors={{}} onChange={setKind}
        options={kinds.map((each) => [each, room.motions[each]] as const)} />
      {kind === "MOTION_MOVE" && (
        <>
          <Radios<"ahead" | "behind"> id="motion-side" legend={room.side} value={side} errors={{}} onChange={setSide}
            options={[["ahead", room.ahead], ["behind", room.behind]]} />
          <Select id="motion-neighbour" label={room.neighbour} value={neighbour} onChange={setNeighbour}
            options={[["", room.choose], ...others.map(({ applicationId, number, title }) => [applicationId, `${number} ${title}`] as const)]} />
        </>
      )}
      {kind === "MOTION_DECIDE" && (
        <Radios<Outcome> id="motion-outcome" legend={room.outcome} value={outcome} errors={{}} onChange={setOutcome}
          options={outcomes.map((each) => [each, room.outcomes[each]] as const)} />
      )}
      {kind !== "MOTION_KEEP" && (
        <div class="field">
          <label for="motion-reason">{room.reason}</label>
          <p class="quiet" id="motion-reason-help">{kind === "MOTION_MOVE" ? room.reasonMove : room.reasonOther}</p>
          <textarea id="motion-reason" rows={3} maxLength={4000} value={reason} aria-describedby="motion-reason-help"
            onInput={(event) => setReason(event.currentTarget.value)} />
        </div>
      )}
      <Votes voters={voters} casts={casts} onChange={setCasts} />
      <p class="act">
        <button class="button" type="submit" aria-disabled={busy || missing > 0}>{room.record}</button>
        <span role="status">{missing > 0 ? room.needVotes(missing) : ""}</span>
      </p>
    </form>
  );
}
