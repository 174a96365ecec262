/* One-time codes of an app: on, off, and the codes for a lost phone. */
import { useState } from "preact/hooks";
import { post } from "../../api/client";
import type { Account } from "../../api/shapes";
import { useScoped } from "../../language/scoped";
import { PasswordField, TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { security } from "../../texts/security";

/* Names of fields are ids on the page, where the password stands twice. */
const own = ({ field, detail }: { field: string; detail: string }) => [`codes-${field}`, detail] as const;

function Off({ say }: { say: (text: string) => void }) {
  const words = useScoped(security);
  const submission = useSubmission(["codes-password", "codes-code"], async (value) => {
    await post("/v1/me/second-factor/remove", { body: { password: value("codes-password"), code: value("codes-code").trim() } });
    say(words.turnedOff);
  }, own);

  return (
    <>
      <p>{words.codesOn}</p>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.turnOff}>
        <PasswordField name="codes-password" label={words.currentPassword} errors={submission.errors} autocomplete="current-password" />
        <TextField name="codes-code" label={words.code} errors={submission.errors} autocomplete="one-time-code" />
      </Form>
    </>
  );
}

function On() {
  const words = useScoped(security);
  const [secret, setSecret] = useState<{ secret: string; uri: string } | null>(null);
  const [recovery, setRecovery] = useState<readonly string[]>([]);
  const beginning = useSubmission(["codes-password"], async (value) =>
    setSecret(await post("/v1/me/second-factor", { body: { password: value("codes-password") } })), own);
  const confirming = useSubmission(["codes-code"], async (value) =>
    setRecovery((await post("/v1/me/second-factor/confirm", { body: { code: value("codes-code").trim() } })).codes), own);

  if (recovery.length > 0)
    return <div class="notice" role="status"><p>{words.recovery}</p><ul>{recovery.map((each) => <li key={each}><code>{each}</code></li>)}</ul></div>;
  if (secret)
    return (
      <>
        <p>{words.secret} <code>{secret.secret}</code></p>
        <p><a href={secret.uri}>{words.openApp}</a></p>
        <ErrorSummary submission={confirming} />
        <Form submission={confirming} button={words.confirm}>
          <TextField name="codes-code" label={words.firstCode} errors={confirming.errors} autocomplete="one-time-code" />
        </Form>
      </>
    );
  return (
    <>
      <p>{words.codesOff}</p>
      <ErrorSummary submission={beginning} />
      <Form submission={beginning} button={words.setUp}>
        <PasswordField name="codes-password" label={words.currentPassword} errors={beginning.errors} autocomplete="current-password" />
      </Form>
    </>
  );
}

export function Codes({ account, say }: { account: Account; say: (text: string) => void }) {
  const words = useScoped(security);

  return (
    <section aria-labelledby="codes">
      <h2 id="codes">{words.codes}</h2>
      {account.secondFactor ? <Off say={say} /> : <On />}
    </section>
  );
}
