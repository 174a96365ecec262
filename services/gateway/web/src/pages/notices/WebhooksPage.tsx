/* Programs that are told of each message: addresses, their secrets, what became of the last calls. */
import { useState } from "preact/hooks";
import { get, post, remove } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { Webhook, WebhookDelivery } from "../../api/shapes";
import { formatMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { LoadedPage, ProblemText } from "../../parts/Loaded";
import { Local } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import { Table, type Column } from "../../parts/Table";
import { notices } from "../../texts/notices";

const pathOf = ({ id }: Webhook) => ({ path: { webhookId: id } });
const hostOf = ({ url }: Webhook) => URL.canParse(url) ? new URL(url).host : url;

/* Named, because a list may have five. */
function Act({ text, of, act }: { text: string; of: string; act: () => void }) {
  return <button class="button plain small" type="button" onClick={act}>{text}<span class="unseen">: {of}</span></button>;
}

function Deliveries({ webhook }: { webhook: Webhook }) {
  const { language } = useLanguage();
  const { webhooks: words } = useScoped(notices);
  const [list, setList] = useState<WebhookDelivery[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const load = () => get("/v1/me/webhooks/{webhookId}/deliveries", pathOf(webhook)).then(
    ({ deliveries }) => setList(deliveries), (error: unknown) => setProblem(asProblem(error)));
  const columns: Column<WebhookDelivery>[] = [
    { title: words.what, header: true, value: ({ title, template }) => title ? <Local text={title} /> : template },
    { title: words.when, value: ({ lastTryAt, createdAt }) => { const at = lastTryAt ?? createdAt; return at ? formatMoment(at, language) : ""; } },
    { title: words.became, value: ({ state }) => words.states[state] ?? state },
    { title: words.attempts, numeric: true, value: ({ attempts }) => attempts },
    { title: words.answer, value: ({ answer }) => <span lang="en">{answer}</span> },
    { title: words.next, value: ({ readyAt }) => readyAt ? formatMoment(readyAt, language) : "" },
  ];

  return (
    <details onToggle={(event) => { if (event.currentTarget.open && list === null) void load(); }}>
      <summary>{words.deliveries}</summary>
      {problem && <div role="alert"><ProblemText problem={problem} /></div>}
      {list !== null && (list.length === 0 ? <p>{words.noDeliveries}</p> : (
        <Table wide quietCaption caption={`${words.deliveries}: ${hostOf(webhook)}`} columns={columns} rows={list} keyOf={({ id }) => id} />
      ))}
      {list !== null && <Act text={words.reload} of={hostOf(webhook)} act={() => void load()} />}
    </details>
  );
}

/** Shown once: the API does not tell it again. */
function Secret({ webhook }: { webhook: Webhook }) {
  const { webhooks: words } = useScoped(notices);
  const id = `secret-${webhook.id}`;

  return (
    <div class="field">
      <label for={id}>{words.secret}</label>
      <p class="quiet" id={`${id}-help`}>{words.secretHelp}</p>
      <input id={id} type="text" readOnly value={webhook.secret} aria-describedby={`${id}-help`}
        onFocus={(event) => event.currentTarget.select()} />
    </div>
  );
}

interface OneProps {
  webhook: Webhook;
  onChanged: (next: Webhook | null, text: string) => void;
}

function One({ webhook, onChanged }: OneProps) {
  const { language } = useLanguage();
  const { webhooks: words } = useScoped(notices);
  const [problem, setProblem] = useState<Problem | null>(null);
  const host = hostOf(webhook);
  const { disabledAt, oldSignsUntil } = webhook;
  const act = async (work: () => Promise<Webhook | null>, text: string) => {
    try {
      onChanged(await work(), text);
      setProblem(null);
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  const status = !disabledAt ? words.works
    : (webhook.paused ? words.pausedSince : words.goneSince)(formatMoment(disabledAt, language));

  return (
    <section aria-labelledby={webhook.id}>
      <h2 id={webhook.id} class="long">{webhook.url}</h2>
      <p>{status}</p>
      {oldSignsUntil && Date.parse(oldSignsUntil) > Date.now() && <p class="quiet">{words.oldSigns(formatMoment(oldSignsUntil, language))}</p>}
      {problem && <div role="alert"><ProblemText problem={problem} /></div>}
      {webhook.secret && <Secret webhook={webhook} />}
      <p class="act">
        {disabledAt
          ? <Act text={words.enable} of={host} act={() => void act(() => post("/v1/me/webhooks/{webhookId}/enable", pathOf(webhook)), words.enabled)} />
          : <Act text={words.pause} of={host} act={() => void act(() => post("/v1/me/webhooks/{webhookId}/pause", pathOf(webhook)), words.paused)} />}
        <Act text={words.rotate} of={host} act={() => void act(() => post("/v1/me/webhooks/{webhookId}/rotate", pathOf(webhook)), words.rotated)} />
        <Act text={words.remove} of={host} act={() => void act(() => remove("/v1/me/webhooks/{webhookId}", pathOf(webhook)).then(() => null), words.removed)} />
      </p>
      <Deliveries webhook={webhook} />
    </section>
  );
}

function Add({ onAdded }: { onAdded: (webhook: Webhook) => void }) {
  const { webhooks: words } = useScoped(notices);
  const submission = useSubmission(["url"], async (value) =>
    onAdded(await post("/v1/me/webhooks", { body: { url: value("url").trim() } })), ({ detail }) => ["url", detail]);

  return (
    <section aria-labelledby="add">
      <h2 id="add">{words.add}</h2>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.addButton}>
        <TextField name="url" type="url" label={words.address} help={words.addressHelp} autocomplete="off" errors={submission.errors} />
      </Form>
    </section>
  );
}

function Body({ first }: { first: Webhook[] }) {
  const words = useScoped(notices);
  const [{ list, said }, setState] = useState({ list: first, said: "" });
  const change = (id: string) => (next: Webhook | null, text: string) => setState({
    list: list.flatMap((each) => each.id !== id ? [each] : next ? [next] : []), said: text });

  return (
    <Page title={words.webhooks.title} above={<p class="back"><a href="/me/notifications">{words.title}</a></p>}>
      <p class="lead">{words.webhooks.lead}</p>
      <p>{words.webhooks.format} <a href="https://www.standardwebhooks.com/" rel="noreferrer">Standard Webhooks</a>. {words.webhooks.body}</p>
      <p role="status" class={said ? "notice" : undefined}>{said}</p>
      {list.length === 0 && <p>{words.webhooks.none}</p>}
      {list.map((webhook) => <One key={webhook.id} webhook={webhook} onChanged={change(webhook.id)} />)}
      <Add key={list.length} onAdded={(webhook) => setState({ list: [...list, webhook], said: words.webhooks.added })} />
    </Page>
  );
}

export function WebhooksPage() {
  const found = useResource("webhooks", () => get("/v1/me/webhooks", {}));

  return <LoadedPage resource={found}>{({ webhooks }) => <Body first={webhooks} />}</LoadedPage>;
}
