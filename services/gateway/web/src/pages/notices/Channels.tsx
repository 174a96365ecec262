/* Addresses beside e-mail: named, proved with a code, forgotten. */
import { useState } from "preact/hooks";
import { get, post, put, remove } from "../../api/client";
import { Problem } from "../../api/problem";
import type { MyChannel } from "../../api/shapes";
import { useScoped } from "../../language/scoped";
import { TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { notices } from "../../texts/notices";

export async function loadChannels(): Promise<MyChannel[]> {
  return (await get("/v1/me/channels", {})).channels;
}

interface Props {
  mine: MyChannel;
  onChanged: (mine: MyChannel) => void;
}

function CodeForm({ mine, onChanged }: Props) {
  const words = useScoped(notices);
  const field = `${mine.channel}-code`;
  const submission = useSubmission([field], async (value) => {
    const next = await post("/v1/me/channels/{channel}/confirm",
      { path: { channel: mine.channel }, body: { code: value(field).trim() } });
    if (next.codeWrong)
      throw new Problem(400, "code-wrong", "", [{ field, code: "wrong", detail: words.codeWrong }]);
    onChanged(next);
  }, ({ detail }) => [field, detail]);

  return (
    <>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.codeTell}>
        <TextField name={field} label={words.code} help={words.codeHelp} errors={submission.errors} autocomplete="one-time-code" />
      </Form>
    </>
  );
}

function AddressForm({ mine, onChanged }: Props) {
  const words = useScoped(notices);
  const field = `${mine.channel}-address`;
  const submission = useSubmission([field], async (value) =>
    onChanged(await put("/v1/me/channels/{channel}",
      { path: { channel: mine.channel }, body: { address: value(field).replace(/[ -](?=\d)/g, mine.channel === "sms" ? "" : "$&").trim() } })),
  ({ detail }) => [field, detail]);

  return (
    <>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.channelSave}>
        <TextField name={field} label={words.channelAddress[mine.channel] ?? mine.channel} help={words.channelHelp[mine.channel] ?? ""}
          errors={submission.errors} autocomplete={mine.channel === "sms" ? "tel" : "off"} value={mine.address} />
      </Form>
    </>
  );
}

function Channel({ first, onChanged }: { first: MyChannel; onChanged: () => void }) {
  const words = useScoped(notices);
  const [mine, setMine] = useState(first);
  const name = words.channelName[mine.channel] ?? mine.channel;
  const change = (next: MyChannel) => {
    setMine(next);
    if (next.confirmedAt) onChanged();
  };
  const forget = () => remove("/v1/me/channels/{channel}", { path: { channel: mine.channel } }).then(() =>
    setMine({ channel: mine.channel, address: "", confirmedAt: undefined, codeAwaited: false, codeWrong: false }));

  return (
    <section aria-labelledby={mine.channel}>
      <h3 id={mine.channel}>{name}</h3>
      {mine.confirmedAt ? <p>{words.channelWorks(mine.address)}</p>
        : mine.codeAwaited ? <CodeForm mine={mine} onChanged={change} />
          : <AddressForm mine={mine} onChanged={change} />}
      {mine.address && (
        <p class="act">
          <button class="button plain small" type="button" onClick={() => void forget()}>
            {words.channelForget}<span class="unseen">: {name}</span>
          </button>
        </p>
      )}
    </section>
  );
}

/** Nothing where the house has no other channel. */
export function Channels({ first, onChanged }: { first: MyChannel[]; onChanged: () => void }) {
  const words = useScoped(notices);

  if (first.length === 0) return null;
  return (
    <section aria-labelledby="channels">
      <h2 id="channels">{words.channels}</h2>
      <p>{words.channelsLead}</p>
      {first.map((each) => <Channel key={each.channel} first={each} onChanged={onChanged} />)}
    </section>
  );
}
