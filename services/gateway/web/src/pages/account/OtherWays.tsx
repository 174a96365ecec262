/* Signing in without our password: with a passkey, or by an identity provider where there is one. */
import { useState } from "preact/hooks";
import { get, post } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { Session } from "../../api/shapes";
import { useTexts } from "../../language/context";
import { Refusal } from "../../parts/Loaded";
import { passkeysWork, signInByPasskey } from "../../parts/passkeys";
import { asProblem, useResource } from "../../parts/resource";
import { keepNext } from "./next";

interface Props {
  next: string | null;
  onSession: (session: Session) => void;
}

export function OtherWays({ next, onSession }: Props) {
  const { signIn: words } = useTexts();
  const ways = useResource("ways in", () => get("/v1/ways-in", {}));
  const [problem, setProblem] = useState<Problem | null>(null);
  const provider = ways.state === "ready" ? ways.data.provider : "";
  const attempt = (work: () => Promise<void>) => () => void work().catch((error: unknown) => setProblem(asProblem(error)));
  const withPasskey = attempt(async () => {
    setProblem(null);
    const session = await signInByPasskey();
    if (session) onSession(session);
  });
  const withProvider = attempt(async () => {
    setProblem(null);
    const { address } = await post("/v1/sessions/provider", { body: {} });
    keepNext(next);
    location.assign(address);
  });

  if (!provider && !passkeysWork()) return null;
  return (
    <section aria-labelledby="other-ways">
      <h2 id="other-ways">{words.otherWays}</h2>
      <Refusal problem={problem} />
      {passkeysWork() && <p><button class="button plain" type="button" onClick={withPasskey}>{words.passkey}</button></p>}
      {provider && <p><button class="button plain" type="button" onClick={withProvider}>{words.by(provider)}</button></p>}
    </section>
  );
}
