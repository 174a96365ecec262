/* What became of innovations in public policy, with the files that show it. */
import { useState } from "preact/hooks";
import { get, post, put } from "../../api/client";
import type { Policy, PolicyStatus } from "../../api/shapes";
import { useScoped } from "../../language/scoped";
import { TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission, type Wording } from "../../parts/form";
import { LoadedPage } from "../../parts/Loaded";
import { AreaField, SelectField } from "../../parts/moreFields";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { curation } from "../../texts/curation";
import { library } from "../../texts/library";
import { digestOf } from "./digest";

const levels = ["LOCAL", "REGIONAL", "NATIONAL"] as const;
const statuses = ["PROPOSED", "CONSULTED", "ADOPTED_AS_POLICY", "IN_FORCE", "REJECTED", "EXPIRED"] as const;
const fields = ["slug", "document", "institution", "level", "place", "status", "url", "evidence", "proposedOn", "inForceOn"];
const FILES = 3;

const wording: Wording = ({ field, detail }) => [field.replace(/^text\./, ""), detail];

function filesOf(value: (name: string) => string) {
  return Array.from({ length: FILES }, (_, at) => ({
    title: value(`files[${at}].title`).trim(), url: value(`files[${at}].url`).trim(),
    sha256: value(`files[${at}].sha256`).trim().toLowerCase(), seenOn: value(`files[${at}].seenOn`),
  })).filter(({ title, url }) => title || url);
}

function FileFields({ at, policy, errors }: { at: number; policy: Policy | undefined; errors: Readonly<Record<string, string>> }) {
  const { policies: words } = useScoped(curation);
  const file = policy?.text?.files[at];
  const [digest, setDigest] = useState(file?.sha256 ?? "");
  const name = (field: string) => `files[${at}].${field}`;
  const read = async (chosen: File | undefined) => chosen && setDigest(await digestOf(chosen));

  return (
    <fieldset class="field">
      <legend>{words.file(at + 1)}</legend>
      <TextField name={name("title")} label={words.fileTitle} autocomplete="off" errors={errors} value={file?.title} />
      <TextField name={name("url")} label={words.fileUrl} type="url" autocomplete="off" errors={errors} value={file?.url} />
      <TextField name={name("seenOn")} label={words.fileSeen} type="date" autocomplete="off" errors={errors} value={file?.seenOn} />
      <div class="field">
        <label for={name("copy")}>{words.fileCopy}</label>
        <input type="file" id={name("copy")} onChange={(event) => void read(event.currentTarget.files?.[0])} />
      </div>
      <TextField key={digest} name={name("sha256")} label={words.fileDigest} autocomplete="off" errors={errors} value={digest} />
    </fieldset>
  );
}

function PolicyForm({ policy, onSaved }: { policy?: Policy; onSaved: (saved: Policy) => void }) {
  const { policies: words } = useScoped(curation);
  const { policyLevel, policyStatus } = useScoped(library);
  const text = policy?.text;
  const submission = useSubmission([...fields, "files[0].title", "files[0].url", "files[0].sha256"], async (value) => {
    const body = {
      document: value("document").trim(), institution: value("institution").trim(), place: value("place").trim(),
      level: value("level") as (typeof levels)[number], status: value("status") as PolicyStatus, url: value("url").trim(),
      evidence: value("evidence").trim(), proposedOn: value("proposedOn"), inForceOn: value("inForceOn"), files: filesOf(value),
    };
    onSaved(policy ? await put("/v1/policies/{policyId}", { path: { policyId: policy.id }, body: { version: policy.version, text: body } })
      : await post("/v1/policies", { body: { slug: value("slug").trim(), text: body } }));
  }, wording);
  const { errors } = submission;

  return (
    <>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.save}>
        {!policy && <TextField name="slug" label={words.slug} autocomplete="off" errors={errors} />}
        <TextField name="document" label={words.document} autocomplete="off" errors={errors} value={text?.document} />
        <TextField name="institution" label={words.institution} autocomplete="off" errors={errors} value={text?.institution} />
        <SelectField name="level" label={words.level} errors={errors} value={text?.level}
          options={levels.map((each) => [each, policyLevel[each] ?? each] as const)} />
        <TextField name="place" label={words.place} autocomplete="off" errors={errors} value={text?.place} />
        <SelectField name="status" label={words.status} errors={errors} value={text?.status}
          options={statuses.map((each) => [each, policyStatus[each] ?? each] as const)} />
        <TextField name="url" type="url" label={words.url} autocomplete="off" errors={errors} value={text?.url} />
        <AreaField name="evidence" label={words.evidence} errors={errors} value={text?.evidence} />
        <TextField name="proposedOn" type="date" label={words.proposedOn} autocomplete="off" errors={errors} value={text?.proposedOn} />
        <TextField name="inForceOn" type="date" label={words.inForceOn} autocomplete="off" errors={errors} value={text?.inForceOn} />
        <details>
          <summary>{words.files}</summary>
          <p>{words.filesHelp}</p>
          {Array.from({ length: FILES }, (_, at) => <FileFields key={at} at={at} policy={policy} errors={errors} />)}
        </details>
      </Form>
    </>
  );
}

/* One form at a time: the fields have the names of the API, which are ids, too. */
function Policies({ first }: { first: Policy[] }) {
  const { policies: words } = useScoped(curation);
  const { policyStatus } = useScoped(library);
  const [list, setList] = useState(first);
  const [open, setOpen] = useState("");
  const [said, setSaid] = useState("");
  const onSaved = (saved: Policy) => {
    setList([saved, ...list.filter(({ id }) => id !== saved.id)]);
    setOpen("");
    setSaid(words.saved);
  };

  return (
    <>
      <p role="status" class={said ? "notice" : undefined}>{said}</p>
      {open === "new" ? <PolicyForm onSaved={onSaved} />
        : <button class="button" type="button" onClick={() => setOpen("new")}>{words.add}</button>}
      <ul class="rows">
        {list.map((policy) => (
          <li key={policy.id}>
            <p lang="pl"><strong>{policy.text?.document}</strong>, {policy.text?.institution}</p>
            <p class="quiet"><span lang="pl">{policy.title}</span> · {policyStatus[policy.text?.status ?? ""]}</p>
            {open === policy.id ? <PolicyForm policy={policy} onSaved={onSaved} /> : (
              <button class="button plain small" type="button" onClick={() => setOpen(policy.id)}>
                {words.edit}<span class="unseen">: {policy.text?.document}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

export function PoliciesDeskPage() {
  const { policies: words, list } = useScoped(curation);
  const loaded = useResource("policies desk", () => get("/v1/policies", { query: { limit: 100 } }));

  return (
    <LoadedPage resource={loaded}>
      {({ policies }) => (
        <Page title={words.title} above={<p class="back"><a href="/editor">{list.title}</a></p>}><Policies first={policies} /></Page>
      )}
    </LoadedPage>
  );
}
