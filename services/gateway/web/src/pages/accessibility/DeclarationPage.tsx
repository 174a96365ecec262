/* The accessibility declaration, whose text the gateway writes once for readers with and without JavaScript,
 * and the request that the act of 4 April 2019 gives everybody. */
import { useEffect, useRef, useState } from "preact/hooks";
import { post } from "../../api/client";
import { noAnswer, problemOf } from "../../api/problem";
import type { Received } from "../../api/values";
import type { components } from "../../generated/api";
import { formatLastMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { ErrorSummary, Form, useSubmission, type Wording } from "../../parts/form";
import { LoadedPage } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { accessibility } from "../../texts/accessibility";
import { TextInput } from "../apply/ApplicantFields";

type Receipt = Received<components["schemas"]["gateway.AccessibilityReceipt"]>;

const ADDRESS = "/deklaracja-dostepnosci";

/* The gateway's own page of this address, without its heading, which stands above. */
async function loadText(language: string): Promise<Element> {
  let response: Response;
  try {
    response = await fetch(ADDRESS, { headers: { "Accept": "text/html", "Accept-Language": language }, cache: "no-store" });
  } catch {
    throw noAnswer();
  }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const text = page.querySelector("#content .page");
  if (!response.ok || !text) throw problemOf(response.ok ? 503 : response.status, undefined);
  text.querySelector("h1")?.remove();
  return text;
}

function Text({ text }: { text: Element }) {
  const place = useRef<HTMLDivElement>(null);

  useEffect(() => place.current?.replaceChildren(...[...text.childNodes].map((node) => document.importNode(node, true))), [text]);
  return <div ref={place} class="declaration-text" />;
}

const empty = { place: "", problem: "", wish: "", name: "", contact: "" };
type Key = keyof typeof empty;

function Area({ id, label, help, value, error, onChange }:
  { id: string; label: string; help?: string; value: string; error: string | undefined; onChange: (value: string) => void }) {
  const describedBy = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;

  return (
    <div class={error ? "field wrong" : "field"}>
      <label for={id}>{label}</label>
      {help && <p class="quiet" id={`${id}-help`}>{help}</p>}
      {error && <p class="error" id={`${id}-error`}>{error}</p>}
      <textarea id={id} name={id} rows={3} value={value} aria-describedby={describedBy} aria-invalid={error ? true : undefined}
        onInput={(event) => onChange(event.currentTarget.value)} />
    </div>
  );
}

function RequestForm({ onSent }: { onSent: (receipt: Receipt) => void }) {
  const { ask } = useScoped(accessibility);
  const [draft, setDraft] = useState(empty);
  const set = (key: Key) => (value: string) => setDraft({ ...draft, [key]: value });
  const wording: Wording = ({ field, code, detail }) => [field, code === "required" ? ask.missing[field as keyof typeof ask.missing] ?? detail : detail];
  const submission = useSubmission(["place", "problem", "wish", "name", "contact"], async () => {
    const body = Object.fromEntries(Object.entries(draft).map(([key, value]) => [key, value.trim()])) as typeof empty;
    onSent(await post("/v1/accessibility-requests", { body }));
  }, wording);
  const { errors } = submission;

  return (
    <>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={ask.submit}>
        <Area id="place" label={ask.place} help={ask.placeHelp} value={draft.place} error={errors.place} onChange={set("place")} />
        <Area id="problem" label={ask.problem} value={draft.problem} error={errors.problem} onChange={set("problem")} />
        <Area id="wish" label={ask.wish} help={ask.wishHelp} value={draft.wish} error={errors.wish} onChange={set("wish")} />
        <TextInput id="name" label={ask.name} value={draft.name} errors={errors} autocomplete="name" onChange={set("name")} />
        <TextInput id="contact" label={ask.contact} help={ask.contactHelp} value={draft.contact} errors={errors} onChange={set("contact")} />
      </Form>
    </>
  );
}

function Sent({ receipt }: { receipt: Receipt }) {
  const { language } = useLanguage();
  const { ask } = useScoped(accessibility);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => box.current?.focus(), []);
  return (
    <div class="notice" role="status" tabIndex={-1} ref={box}>
      <p><strong>{ask.sent(receipt.number)}</strong></p>
      {receipt.answerUntil && <p>{ask.until(formatLastMoment(receipt.answerUntil, language))}</p>}
    </div>
  );
}

export function DeclarationPage() {
  const { language } = useLanguage();
  const words = useScoped(accessibility);
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  const text = useResource(`declaration ${language}`, () => loadText(language));

  return (
    <LoadedPage resource={text}>
      {(found) => (
        <Page title={words.title}>
          <Text text={found} />
          <section aria-labelledby="ask">
            <h2 id="ask">{words.ask.title}</h2>
            {receipt ? <Sent receipt={receipt} /> : <RequestForm onSent={setReceipt} />}
          </section>
        </Page>
      )}
    </LoadedPage>
  );
}
