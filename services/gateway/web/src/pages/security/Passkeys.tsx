import { useState } from "preact/hooks";
import { put, remove } from "../../api/client";
import type { Passkey } from "../../api/shapes";
import { formatDay } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { PasswordField, TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { makePasskey, passkeysWork } from "../../parts/passkeys";
import { security } from "../../texts/security";

interface Props {
  keys: readonly Passkey[];
  act: (work: Promise<unknown>, said: string) => void;
  say: (text: string) => void;
}

function Key({ passkey, act }: { passkey: Passkey; act: Props["act"] }) {
  const words = useScoped(security);
  const { language } = useLanguage();
  const [renaming, setRenaming] = useState(false);
  const path = { passkeyId: passkey.id };
  const field = `name-${passkey.id}`;
  const submission = useSubmission([field], async (value) => {
    await put("/v1/me/passkeys/{passkeyId}", { path, body: { name: value(field).trim() } });
    setRenaming(false);
    act(Promise.resolve(), words.renamed);
  }, ({ detail }) => [field, detail]);

  return (
    <li class="work-item">
      <div>
        <p><strong>{passkey.name}</strong></p>
        <p class="quiet">
          {[passkey.createdAt && words.added(formatDay(passkey.createdAt, language)),
            passkey.usedAt && words.used(formatDay(passkey.usedAt, language)),
            passkey.backedUp && words.backedUp].filter(Boolean).join(", ")}
        </p>
        {renaming && (
          <Form submission={submission} button={words.rename}>
            <TextField name={field} label={words.newName} errors={submission.errors} autocomplete="off" value={passkey.name} />
          </Form>
        )}
      </div>
      {!renaming && (
        <button class="button plain small" type="button" onClick={() => setRenaming(true)}>
          {words.rename}<span class="unseen">: {passkey.name}</span>
        </button>
      )}
      <button class="button plain small" type="button"
        onClick={() => act(remove("/v1/me/passkeys/{passkeyId}", { path }), words.removed)}>
        {words.remove}<span class="unseen">: {passkey.name}</span>
      </button>
    </li>
  );
}

function NewKey({ say }: { say: Props["say"] }) {
  const words = useScoped(security);
  const submission = useSubmission(["name", "password"], async (value) => {
    const made = await makePasskey(value("name").trim(), value("password"));
    if (made) say(words.passkeyAdded);
  });

  return (
    <>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.addPasskey}>
        <TextField name="name" label={words.passkeyName} help={words.passkeyNameHelp} errors={submission.errors} autocomplete="off" />
        <PasswordField name="password" label={words.passkeyPassword} help={words.passkeyPasswordHelp}
          errors={submission.errors} autocomplete="current-password" />
      </Form>
    </>
  );
}

export function Passkeys({ keys, act, say }: Props) {
  const words = useScoped(security);

  return (
    <section aria-labelledby="passkeys">
      <h2 id="passkeys">{words.passkeys}</h2>
      <p>{words.passkeysLead}</p>
      {keys.length === 0 ? <p>{words.noPasskeys}</p>
        : <ul class="rows">{keys.map((passkey) => <Key key={passkey.id} passkey={passkey} act={act} />)}</ul>}
      {passkeysWork() ? <NewKey key={keys.length} say={say} /> : <p class="quiet">{words.noSupport}</p>}
    </section>
  );
}
