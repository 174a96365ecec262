/* Programmes and the partner regions that run them. */
import { useState } from "preact/hooks";
import { get, post, put } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Received } from "../../api/values";
import { voivodeships } from "../../format/regions";
import type { components } from "../../generated/api";
import { useScoped } from "../../language/scoped";
import { TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission, type Wording } from "../../parts/form";
import { Loaded, LoadedPage } from "../../parts/Loaded";
import { AreaField, CheckField } from "../../parts/moreFields";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { whoAmI } from "../../session";
import { editor } from "../../texts/editor";
import { targets } from "../../texts/targets";
import { words as letterWords } from "../../texts/words";
import { TextInput } from "../apply/ApplicantFields";
import { hasRole, inProgramme } from "../office/desk";

type Programme = Received<components["schemas"]["intake.Programme"]>;

function required(field: string): Problem {
  return new Problem(400, "invalid", "", [{ field, code: "required", detail: "" }]);
}

function RegionForm({ programme, onSaved }: { programme: Programme; onSaved: (said: string) => void }) {
  const { programmes: words } = useScoped(editor);
  const [region, setRegion] = useState("");
  const [name, setName] = useState("");
  const at = (field: string) => `${field}-${programme.id}`;
  const wording: Wording = ({ field, detail }) =>
    [at(field), detail || (field === "region" ? words.chooseRegion : words.giveRegionName)];
  const submission = useSubmission([at("region"), at("name")], async () => {
    if (region === "") throw required("region");
    if (name.trim() === "") throw required("name");
    await put("/v1/programmes/{programmeId}/regions/{region}", { path: { programmeId: programme.id, region }, body: { name: name.trim() } });
    onSaved(words.regionSaved);
  }, wording);
  const choose = (code: string) => {
    setRegion(code);
    setName(programme.regions.find((each) => each.region === code)?.name ?? voivodeships[code] ?? "");
  };
  const error = submission.errors[at("region")];

  return (
    <details>
      <summary>{words.addRegion}<span class="unseen">: {programme.name}</span></summary>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.saveRegion}>
        <div class={error ? "field wrong" : "field"}>
          <label for={at("region")}>{words.region}</label>
          {error && <p class="error" id={`${at("region")}-error`}>{error}</p>}
          <select id={at("region")} value={region} aria-describedby={error ? `${at("region")}-error` : undefined}
            onChange={(event) => choose(event.currentTarget.value)}>
            <option value="">{words.choose}</option>
            {Object.entries(voivodeships).sort(([, a], [, b]) => a.localeCompare(b, "pl"))
              .map(([code, each]) => <option key={code} value={code}>{each} ({code})</option>)}
          </select>
        </div>
        <TextInput id={at("name")} label={words.regionName} help={words.regionNameHelp} value={name} errors={submission.errors} onChange={setName} />
      </Form>
    </details>
  );
}

/* Asked for where somebody opens it: how long the accounts of money stay, and whether claims hold everything. */
function RetentionForm({ programme, onSaved }: { programme: Programme; onSaved: (said: string) => void }) {
  const { programmes: words } = useScoped(editor);
  const path = { programmeId: programme.id };
  const at = (field: string) => `${field}-${programme.id}`;
  const loaded = useResource(at("retention"), () => get("/v1/programmes/{programmeId}/retention", { path }));
  const wording: Wording = ({ field, detail }) => [at(field), field === "reason" ? words.giveReason : detail];
  const submission = useSubmission([at("keepUntil"), at("reason")], async (value) => {
    await put("/v1/programmes/{programmeId}/retention", { path, body: {
      keepUntil: value(at("keepUntil")), legalHold: value(at("legalHold")) === "on", reason: value(at("reason")).trim(),
    } });
    onSaved(words.retentionSaved);
  }, wording);

  return (
    <details>
      <summary>{words.retention}<span class="unseen">: {programme.name}</span></summary>
      <p>{words.retentionLead}</p>
      <Loaded resource={loaded}>
        {(now) => (
          <>
            <ErrorSummary submission={submission} />
            <Form submission={submission} button={words.saveRetention}>
              <TextField name={at("keepUntil")} type="date" label={words.keepUntil} help={words.keepUntilHelp} autocomplete="off" value={now.keepUntil}
                errors={submission.errors} />
              <CheckField name={at("legalHold")} label={words.legalHold} checked={now.legalHold} />
              <AreaField name={at("reason")} label={words.retentionReason} value={now.reason} errors={submission.errors} />
            </Form>
          </>
        )}
      </Loaded>
    </details>
  );
}

function NewProgramme({ onSaved }: { onSaved: (said: string) => void }) {
  const { programmes: words, inLanguage } = useScoped(editor);
  const [draft, setDraft] = useState({ name: "", pl: "", en: "", policyTarget: "" });
  const set = (key: keyof typeof draft) => (value: string) => setDraft({ ...draft, [key]: value });
  const ids: Record<string, string> = { "description.pl": "pl", "description.en": "en" };
  const wording: Wording = ({ field, detail }) => [ids[field] ?? field, detail || words.giveName];
  const submission = useSubmission(["name", "pl", "en", "policyTarget"], async () => {
    const { name, pl, en, policyTarget } = draft;
    const target = policyTarget.trim() === "" ? 0 : Number(policyTarget);
    if (name.trim() === "") throw required("name");
    if (!Number.isInteger(target) || target < 0)
      throw new Problem(400, "invalid", "", [{ field: "policyTarget", code: "format", detail: words.targetWrong }]);
    await post("/v1/programmes", { body: { name: name.trim(), policyTarget: target,
      ...(pl.trim() || en.trim() ? { description: { pl: pl.trim(), en: en.trim() } } : {}) } });
    onSaved(words.saved);
  }, wording);

  return (
    <section aria-labelledby="new">
      <h2 id="new">{words.new}</h2>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.create}>
        <TextInput id="name" label={words.name} value={draft.name} errors={submission.errors} onChange={set("name")} />
        <TextInput id="pl" label={`${words.description} (${inLanguage.pl})`} value={draft.pl} errors={submission.errors} onChange={set("pl")} />
        <TextInput id="en" label={`${words.description} (${inLanguage.en})`} value={draft.en} errors={submission.errors} onChange={set("en")} />
        <TextInput id="policyTarget" label={words.target} help={words.targetHelp} value={draft.policyTarget} errors={submission.errors}
          onChange={set("policyTarget")} />
      </Form>
    </section>
  );
}

interface BodyProps {
  programmes: Programme[];
  /** Those that the account may change, and whether it may start new ones. */
  owned: readonly string[];
  founder: boolean;
  refresh: () => void;
}

function Body({ programmes, owned, founder, refresh }: BodyProps) {
  const letters = useScoped(letterWords);
  const { desk } = useScoped(targets);
  const { programmes: words } = useScoped(editor);
  const [said, setSaid] = useState("");
  const [round, setRound] = useState(0);
  const onSaved = (text: string) => {
    setSaid(text);
    setRound(round + 1);
    refresh();
  };

  return (
    <Page title={words.title} above={<p class="back"><a href="/office">{words.back}</a></p>}>
      <p class="lead">{founder || owned.length > 0 ? words.lead : words.ownerOnly}</p>
      <p role="status" class={said ? "notice" : undefined}>{said}</p>
      {programmes.length === 0 && <p>{words.none}</p>}
      {programmes.map((programme) => (
        <section key={programme.id} aria-labelledby={`p-${programme.id}`}>
          <h2 id={`p-${programme.id}`} lang="pl">{programme.name}</h2>
          {programme.policyTarget > 0 && <p class="quiet">{words.targetIs(programme.policyTarget)}</p>}
          <p>{programme.regions.length === 0 ? words.noRegions : words.regionsAre}</p>
          <ul lang="pl">{programme.regions.map(({ region, name }) => <li key={region}>{name} <span class="quiet code">{region}</span></li>)}</ul>
          {owned.includes(programme.id) && <p><a href={`/office/programmes/${programme.id}/targets`}>{desk.link}<span class="unseen">: {programme.name}</span></a></p>}
          {owned.includes(programme.id) && <p><a href={`/office/programmes/${programme.id}/words`}>{letters.link}<span class="unseen">: {programme.name}</span></a></p>}
          {owned.includes(programme.id) && <RegionForm key={round} programme={programme} onSaved={onSaved} />}
          {owned.includes(programme.id) && <RetentionForm key={`retention ${round}`} programme={programme} onSaved={onSaved} />}
        </section>
      ))}
      {founder && <NewProgramme key={round} onSaved={onSaved} />}
    </Page>
  );
}

export function ProgrammesPage() {
  const loaded = useResource("programmes", async () => {
    const account = await whoAmI();
    const { programmes } = await get("/v1/programmes", {});
    const owned = programmes.filter(({ id }) => hasRole(inProgramme(account, id), "OWNER")).map(({ id }) => id);
    return { programmes, owned, founder: hasRole(inProgramme(account, ""), "OWNER") };
  });

  return (
    <LoadedPage resource={loaded}>
      {({ programmes, owned, founder }, refresh) => (
        <Body programmes={programmes} owned={owned} founder={founder} refresh={refresh} />
      )}
    </LoadedPage>
  );
}
