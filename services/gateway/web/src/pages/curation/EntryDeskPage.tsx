/* One entry on the way to its readers: its stage, the quality list, the text, what next. */
import { useState } from "preact/hooks";
import { get, post, put } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Entry, EntryText, QualityReport } from "../../api/shapes";
import { formatDay } from "../../format/moments";
import { formatPoints } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Facts } from "../../parts/Facts";
import { TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { LoadedPage, Refusal } from "../../parts/Loaded";
import { SelectField } from "../../parts/moreFields";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import { Table } from "../../parts/Table";
import type { PathParameters } from "../../router/path";
import { curation } from "../../texts/curation";
import { library } from "../../texts/library";
import { materialRows, textFields, textOf, textWording } from "./entryText";
import { TextFields } from "./TextFields";

interface Props {
  entry: Entry;
  onChanged: (said: string) => void;
}

interface TextProps extends Props {
  text: EntryText;
}

function Quality({ quality }: { quality: QualityReport }) {
  const { language } = useLanguage();
  const { entry: words } = useScoped(curation);

  return (
    <section aria-labelledby="quality">
      <h2 id="quality">{words.quality}</h2>
      <Table wide caption={words.qualityTable} rows={quality.checks} keyOf={(row) => row.point} columns={[
        {
          title: words.point, header: true,
          value: ({ point, required }) => <>{words.points[point]}{required && <p class="quiet">{words.required}</p>}</>,
        },
        { title: words.result, value: ({ passed }) => <span class={passed ? "tag decided" : "tag assessment"}>{passed ? words.passed : words.failed}</span> },
        { title: words.advice, value: ({ passed, advice }) => passed ? "" : advice },
      ]} />
      {quality.fog > 0 && <p class="quiet">{words.fog(formatPoints(quality.fog, language))}</p>}
    </section>
  );
}

function TextForm({ entry, text, onChanged }: TextProps) {
  const { entry: words } = useScoped(curation);
  const { adopt } = useScoped(library);
  const rows = materialRows(text);
  const submission = useSubmission(textFields(rows), async (value) => {
    await put("/v1/entries/{entryId}", {
      path: { entryId: entry.id }, body: { version: entry.version, text: textOf(value, rows, adopt.moneyWrong) },
    });
    onChanged(words.saved);
  }, textWording);

  return (
    <section aria-labelledby="text">
      <h2 id="text">{words.text}</h2>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.save}><TextFields text={text} rows={rows} errors={submission.errors} /></Form>
    </section>
  );
}

function Translate({ entry, text, onChanged }: TextProps) {
  const { entry: words } = useScoped(curation);
  const submission = useSubmission(["language", "translated-title", "translated-summary"], async (value) => {
    await put("/v1/entries/{entryId}/translations/{language}", {
      path: { entryId: entry.id, language: value("language") },
      body: { text: { ...text, title: value("translated-title").trim(), summary: value("translated-summary").trim() } },
    });
    onChanged(words.translationSaved);
  }, ({ field, detail }) => [field.replace(/^text\./, "translated-"), detail]);

  return (
    <details>
      <summary>{words.translations}</summary>
      <p>{words.translationsHelp}</p>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.translationSave}>
        <SelectField name="language" label={words.translationLanguage} errors={submission.errors} value="en"
          options={Object.entries(words.languages)} />
        <TextField name="translated-title" label={words.title} autocomplete="off" errors={submission.errors} />
        <TextField name="translated-summary" label={words.summary} autocomplete="off" errors={submission.errors} />
      </Form>
    </details>
  );
}

function Publish({ entry, onChanged }: Props) {
  const { entry: words } = useScoped(curation);
  const submission = useSubmission(["note"], async (value) => {
    await post("/v1/entries/{entryId}/publish", {
      path: { entryId: entry.id }, body: { version: entry.version, note: value("note").trim() },
    });
    onChanged(words.published);
  }, textWording);

  return (
    <>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.publish}>
        <TextField name="note" label={words.note} autocomplete="off" errors={submission.errors} />
      </Form>
    </>
  );
}

function Withdraw({ entry, onChanged }: Props) {
  const { entry: words } = useScoped(curation);
  const submission = useSubmission(["reason"], async (value) => {
    await post("/v1/entries/{entryId}/withdraw", {
      path: { entryId: entry.id }, body: { version: entry.version, reason: value("reason").trim() },
    });
    onChanged(words.withdrawn);
  }, ({ field, detail }) => [field, field === "reason" ? words.reasonMissing : detail]);

  return (
    <details>
      <summary>{words.withdraw}</summary>
      <p>{words.withdrawWarning}</p>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.withdraw} warning>
        <TextField name="reason" label={words.reason} autocomplete="off" errors={submission.errors} />
      </Form>
    </details>
  );
}

function Acts({ entry, onChanged }: Props) {
  const { entry: words } = useScoped(curation);
  const [problem, setProblem] = useState<Problem | null>(null);
  const body = { version: entry.version };
  const path = { entryId: entry.id };
  const act = (work: Promise<unknown>, said: string) => work.then(() => onChanged(said), (error: unknown) => setProblem(asProblem(error)));
  const given = entry.consentAt !== undefined;

  return (
    <section aria-labelledby="acts">
      <h2 id="acts">{words.acts}</h2>
      <Refusal problem={problem} />
      <div class="act">
        {(entry.state === "ENTRY_DRAFT" || entry.state === "ENTRY_REVISED") && (
          <button class="button plain" type="button"
            onClick={() => void act(post("/v1/entries/{entryId}/submit", { path, body }), words.submitted)}>{words.submit}</button>
        )}
        <button class="button plain" type="button"
          onClick={() => void act(post("/v1/entries/{entryId}/consent", { path, body: { ...body, given: !given } }), words.consented)}>
          {given ? words.takeConsent : words.giveConsent}
        </button>
      </div>
      {entry.state !== "ENTRY_PUBLISHED" && <Publish entry={entry} onChanged={onChanged} />}
      {entry.publishedVersion > 0 && entry.state !== "ENTRY_WITHDRAWN" && <Withdraw entry={entry} onChanged={onChanged} />}
    </section>
  );
}

interface BodyProps {
  loaded: { entry: Entry; quality: QualityReport };
  said: string;
  onChanged: (said: string) => void;
}

function Body({ loaded: { entry, quality }, said, onChanged }: BodyProps) {
  const { language } = useLanguage();
  const { entry: words, state } = useScoped(curation);
  const key = entry.version;

  if (!entry.text) return null;
  return (
    <Page title={entry.text.title} titleLanguage="pl" above={<p class="back"><a href="/editor">{words.back}</a></p>}>
      <p role="status" class={said ? "notice" : undefined}>{said}</p>
      <Facts facts={[
        { name: words.stage, value: state[entry.state] },
        { name: words.version, value: String(entry.publishedVersion) },
        { name: words.consent, value: entry.consentAt ? formatDay(entry.consentAt, language) : words.consentNone },
      ]} />
      {entry.publishedVersion > 0 && <p><a href={`/catalogue/${entry.slug}`}>{words.public}</a></p>}
      <Quality quality={quality} />
      <Acts key={`acts ${key}`} entry={entry} onChanged={onChanged} />
      <TextForm key={`text ${key}`} entry={entry} text={entry.text} onChanged={onChanged} />
      <Translate entry={entry} text={entry.text} onChanged={onChanged} />
    </Page>
  );
}

export function EntryDeskPage({ id = "" }: PathParameters) {
  const [said, setSaid] = useState("");
  const path = { entryId: id };
  const loaded = useResource(`desk ${id}`, async () => {
    const [entry, quality] = await Promise.all([get("/v1/entries/{entryId}", { path }), get("/v1/entries/{entryId}/quality", { path })]);
    return { entry, quality };
  });
  const onChanged = (text: string) => {
    setSaid(text);
    if (loaded.state === "ready") loaded.refresh();
    scrollTo(0, 0);
  };

  return <LoadedPage resource={loaded}>{(found) => <Body loaded={found} said={said} onChanged={onChanged} />}</LoadedPage>;
}
