/* Silence about one call: nothing by e-mail but what terms run from. */
import { useState } from "preact/hooks";
import { get, post, remove } from "../../api/client";
import type { Problem } from "../../api/problem";
import { useTexts } from "../../language/context";
import { ProblemText } from "../../parts/Loaded";
import { asProblem, useResource } from "../../parts/resource";
import { useSession } from "../../session";

function Switch({ callId }: { callId: string }) {
  const texts = useTexts();
  const found = useResource(`muted ${callId}`, async () =>
    (await get("/v1/me/notification-settings", {})).mutedCallIds.includes(callId));
  const [changed, setChanged] = useState<boolean | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  if (found.state !== "ready") return null;
  const muted = changed ?? found.data;
  const path = { callId };
  const turn = () => (muted ? remove("/v1/calls/{callId}/mute", { path }) : post("/v1/calls/{callId}/mute", { path }))
    .then(() => setChanged(!muted), (error: unknown) => setProblem(asProblem(error)));
  return (
    <>
      <p class="act">
        <button class="button plain small" type="button" onClick={() => void turn()}>
          {muted ? texts.call.unmute : texts.call.mute}
        </button>
        <span class="quiet" role="status">{muted ? texts.call.isMuted : ""}</span>
      </p>
      {problem && <div role="alert"><ProblemText problem={problem} /></div>}
    </>
  );
}

export function Mute({ callId }: { callId: string }) {
  return useSession().account ? <Switch callId={callId} /> : null;
}
