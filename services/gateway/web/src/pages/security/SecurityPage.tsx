/* Somebody's own ways to sign in, and where they are signed in. */
import { get, post, put, remove } from "../../api/client";
import type { LinkedIdentity, OpenSession } from "../../api/shapes";
import { formatDay } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { PasswordField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { LoadedPage, Refusal } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { security } from "../../texts/security";
import { Codes } from "./Codes";
import { Passkeys } from "./Passkeys";
import { useAct } from "./useAct";

type Act = (work: Promise<unknown>, said: string) => void;

async function load() {
  const [account, { passkeys }, { identities }, { sessions }] = await Promise.all([
    get("/v1/me", {}), get("/v1/me/passkeys", {}), get("/v1/me/identities", {}), get("/v1/me/sessions", {})]);
  return { account, passkeys, identities, sessions };
}

function Password({ say }: { say: (text: string) => void }) {
  const words = useScoped(security);
  const submission = useSubmission(["currentPassword", "newPassword"], async (value) => {
    await put("/v1/me/password", { body: { currentPassword: value("currentPassword"), password: value("newPassword") } });
    say(words.passwordChanged);
  }, ({ field, detail }) => [field === "password" ? "newPassword" : field, detail]);

  return (
    <section aria-labelledby="password-part">
      <h2 id="password-part">{words.password}</h2>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.changePassword}>
        <PasswordField name="currentPassword" label={words.currentPassword} errors={submission.errors} autocomplete="current-password" />
        <PasswordField name="newPassword" label={words.newPassword} errors={submission.errors} autocomplete="new-password" />
      </Form>
    </section>
  );
}

function Identities({ identities, act }: { identities: readonly LinkedIdentity[]; act: Act }) {
  const words = useScoped(security);
  const { language } = useLanguage();

  if (identities.length === 0) return null;
  return (
    <section aria-labelledby="identities">
      <h2 id="identities">{words.identities}</h2>
      <ul class="rows">
        {identities.map(({ id, provider, linkedAt }) => (
          <li key={id} class="work-item">
            <p><strong>{provider}</strong>{linkedAt && <span class="quiet"> {words.linked(formatDay(linkedAt, language))}</span>}</p>
            <button class="button plain small" type="button"
              onClick={() => act(remove("/v1/me/identities/{identityId}", { path: { identityId: id } }), words.parted)}>
              {words.part}<span class="unseen">: {provider}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Sessions({ sessions, act }: { sessions: readonly OpenSession[]; act: Act }) {
  const words = useScoped(security);
  const { language } = useLanguage();

  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{words.sessions}</h2>
      <ul class="rows">
        {sessions.map(({ id, device, current, seenAt }) => (
          <li key={id} class="work-item">
            <p>
              <strong>{device || words.unknownDevice}</strong>
              <span class="quiet"> {current ? words.here : seenAt && words.seen(formatDay(seenAt, language))}</span>
            </p>
            {!current && (
              <button class="button plain small" type="button"
                onClick={() => act(remove("/v1/me/sessions/{sessionId}", { path: { sessionId: id } }), words.ended)}>
                {words.end}<span class="unseen">: {device || words.unknownDevice}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <button class="button plain" type="button"
          onClick={() => act(post("/v1/me/sessions/end-others", { body: {} }), words.othersEnded)}>{words.endOthers}</button>
      )}
    </section>
  );
}

export function SecurityPage() {
  const words = useScoped(security);
  const mine = useResource("security", load);
  const { said, problem, act, say } = useAct(() => mine.state === "ready" && mine.refresh());

  return (
    <LoadedPage resource={mine}>
      {({ account, passkeys, identities, sessions }) => (
        <Page title={words.title}>
          <p role="status" class={said ? "notice" : undefined}>{said}</p>
          <Refusal problem={problem} />
          <Passkeys keys={passkeys} act={act} say={say} />
          <Codes account={account} say={say} />
          <Password key={said} say={say} />
          <Identities identities={identities} act={act} />
          <Sessions sessions={sessions} act={act} />
        </Page>
      )}
    </LoadedPage>
  );
}
