/* The words of letters: which are a call's or a programme's own, and one letter in one language to write anew. */
import { useState } from "preact/hooks";
import { get, post, put, remove } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { LetterPreview, LetterWords } from "../../api/shapes";
import { formatMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { LoadedPage, Refusal } from "../../parts/Loaded";
import { Local, localText, Prose } from "../../parts/Local";
import { AreaField, SelectField, type Option } from "../../parts/moreFields";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import { Table } from "../../parts/Table";
import type { PathParameters } from "../../router/path";
import { words as scoped } from "../../texts/words";

const EXAMPLES = 20;

/** A call's, or with `programme` a programme's: whose words they are. */
interface Scope {
  id: string;
  here: string;
  programme: boolean;
}

const scopeOf = ({ id = "", programme = "" }: PathParameters): Scope => programme
  ? { id: programme, here: `/office/programmes/${programme}/words`, programme: true }
  : { id, here: `/office/calls/${id}/words`, programme: false };

function Back({ scope, here = false }: { scope: Scope; here?: boolean }) {
  const words = useScoped(scoped);
  const call = useResource(`words of ${scope.id}`, async () =>
    scope.programme || here ? null : get("/v1/calls/{callId}", { path: { callId: scope.id } }));

  if (here) return <p class="back"><a href={scope.here}>{words.title}</a></p>;
  if (scope.programme) return <p class="back"><a href="/office/programmes">{words.back}</a></p>;
  return (
    <p class="back">
      <a href={`/office/calls/${scope.id}`}>{call.state === "ready" && call.data ? <Local text={call.data.definition?.title} /> : scope.id}</a>
    </p>
  );
}

export function WordsPage(parameters: PathParameters) {
  const words = useScoped(scoped);
  const scope = scopeOf(parameters);
  const loaded = useResource(`words ${scope.id}`, () => get("/v1/letters/{scopeId}", { path: { scopeId: scope.id } }));
  const state = ({ version, own }: { version: number; own: boolean }) => own ? words.own(version) : words.ours;

  return (
    <LoadedPage resource={loaded}>
      {({ templates }) => {
        const rows = templates.filter(({ locale }) => locale === "pl").map((polish) =>
          ({ polish, english: templates.find(({ name, locale }) => name === polish.name && locale === "en") ?? polish }));
        const cell = (letter: LetterWords, language: string, name: string) => (
          <a href={`${scope.here}/${letter.name}/${letter.locale}`}>
            {state({ version: letter.version, own: Boolean(letter.authorId) })}
            <span class="unseen">: {name}, {language}</span>
          </a>
        );
        return (
          <Page title={words.title} above={<Back scope={scope} />}>
            <p class="lead">{words.lead}</p>
            <Table caption={words.caption} quietCaption rows={rows} keyOf={({ polish }) => polish.name} columns={[
              { title: words.letter, header: true, value: ({ polish }) => <Local text={polish.title} /> },
              { title: words.polish, value: ({ polish }) => cell(polish, words.inPolish, localText(polish.title, "pl")) },
              { title: words.english, value: ({ english }) => cell(english, words.inEnglish, localText(english.title, "en")) },
            ]} />
          </Page>
        );
      }}
    </LoadedPage>
  );
}

/* ---- one letter ---- */

interface Opened {
  letter: LetterWords;
  versions: LetterWords[];
  examples: Option[];
}

async function open(scope: Scope, name: string, locale: string): Promise<Opened> {
  const path = { scopeId: scope.id, name, locale };
  const [{ templates }, versions, examples] = await Promise.all([
    get("/v1/letters/{scopeId}", { path: { scopeId: scope.id } }),
    get("/v1/letters/{scopeId}/{name}/{locale}/versions", { path }),
    scope.programme ? [] : get("/v1/calls/{callId}/dossiers", { path: { callId: scope.id }, query: { limit: EXAMPLES } })
      .then(({ dossiers }) => dossiers.map(({ applicationId, number }): Option => [applicationId, number])),
  ]);
  const letter = templates.find((each) => each.name === name && each.locale === locale);
  if (!letter) throw new Error(name);
  return { letter, versions: versions.templates, examples };
}

function Preview({ found, locale }: { found: LetterPreview; locale: string }) {
  const words = useScoped(scoped);

  return (
    <section class="card" aria-labelledby="preview">
      <h2 id="preview">{words.previewTitle}</h2>
      <p><strong>{words.subject}:</strong> <span lang={locale}>{found.subject}</span></p>
      <Prose text={found.text} language={locale === "en" ? "en" : "pl"} />
      {found.samples.length > 0 && <p class="quiet">{words.samples(found.samples.join(", "))}</p>}
    </section>
  );
}

function Versions({ versions }: { versions: LetterWords[] }) {
  const { language } = useLanguage();
  const words = useScoped(scoped);

  return (
    <section aria-labelledby="versions">
      <h2 id="versions">{words.versions}</h2>
      {versions.length === 0 && <p>{words.noVersions}</p>}
      {versions.map((each) => (
        <details key={each.version}>
          <summary>{words.version(each.version, each.createdAt ? formatMoment(each.createdAt, language) : "")}</summary>
          {each.body ? <pre class="letter" tabIndex={0} lang={each.locale}>{each.subject}{"\n\n"}{each.body}</pre> : <p>{words.given}</p>}
        </details>
      ))}
    </section>
  );
}

interface EditorProps extends Opened {
  scope: Scope;
  onChanged: (said: string) => void;
}

function Editor({ letter, versions, examples, scope, onChanged }: EditorProps) {
  const words = useScoped(scoped);
  const [found, setFound] = useState<LetterPreview | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const path = { scopeId: scope.id, name: letter.name, locale: letter.locale };
  const submission = useSubmission(["subject", "body"], async (value) => {
    await put("/v1/letters/{scopeId}/{name}/{locale}", {
      path, body: { subject: value("subject").trim(), body: value("body").trim(), version: letter.version },
    });
    onChanged(words.saved);
  });
  const { errors } = submission;
  const look = () => {
    const data = new FormData(document.querySelector<HTMLFormElement>("main form") ?? undefined);
    const value = (name: string) => String(data.get(name) ?? "");
    return post("/v1/letters/{scopeId}/{name}/{locale}/preview", { path, body: {
      subject: value("subject").trim(), body: value("body").trim(), callId: scope.programme ? "" : scope.id, applicationId: value("example"),
    } }).then((preview) => { setFound(preview); setProblem(null); }, (error: unknown) => setProblem(asProblem(error)));
  };
  const reset = () => remove("/v1/letters/{scopeId}/{name}/{locale}", { path }).then(
    () => onChanged(words.resetDone), (error: unknown) => setProblem(asProblem(error)));

  return (
    <>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.save}>
        <TextField name="subject" label={words.subject} autocomplete="off" errors={errors} value={letter.subject} />
        <AreaField name="body" label={words.body} help={words.bodyHelp} rows={16} errors={errors} value={letter.body} />
        {examples.length > 0 && (
          <SelectField name="example" label={words.example} errors={errors} options={[["", words.noExample], ...examples]} />
        )}
      </Form>
      <p class="act">
        <button class="button plain" type="button" onClick={() => void look()}>{words.preview}</button>
        {letter.authorId && <button class="button plain" type="button" onClick={() => void reset()}>{words.reset}</button>}
      </p>
      <Refusal problem={problem} />
      {found && <Preview found={found} locale={letter.locale} />}
      <section aria-labelledby="facts">
        <h2 id="facts">{words.facts}</h2>
        <p>{words.factsHelp}</p>
        <ul>{letter.facts.map((fact) => <li key={fact}><code>{`{{${fact}}}`}</code></li>)}</ul>
      </section>
      <Versions versions={versions} />
    </>
  );
}

export function WordPage(parameters: PathParameters) {
  const { language } = useLanguage();
  const words = useScoped(scoped);
  const { name = "", locale = "" } = parameters;
  const scope = scopeOf(parameters);
  const [{ round, said }, setState] = useState({ round: 0, said: "" });
  const loaded = useResource(`words ${scope.id} ${name} ${locale} ${round}`, () => open(scope, name, locale));

  return (
    <LoadedPage resource={loaded}>
      {(opened) => (
        <Page title={`${localText(opened.letter.title, language)}, ${locale === "en" ? words.inEnglish : words.inPolish}`}
          above={<Back scope={scope} here />}>
          <p role="status" class={said ? "notice" : undefined}>{said}</p>
          <Editor key={round} {...opened} scope={scope} onChanged={(text) => setState({ round: round + 1, said: text })} />
        </Page>
      )}
    </LoadedPage>
  );
}
