/* One adoption of one's own institution: what next, how it goes, what is planned. */
import { useState } from "preact/hooks";
import { get, post, put } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Adoption, AdoptionState, ReportOutcome } from "../../api/shapes";
import { useScoped } from "../../language/scoped";
import { Facts } from "../../parts/Facts";
import { TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission, type Wording } from "../../parts/form";
import { LoadedPage, Refusal } from "../../parts/Loaded";
import { AreaField } from "../../parts/moreFields";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";
import { library } from "../../texts/library";
import { Radios } from "../apply/ApplicantFields";
import { loadPlaces, type Places } from "./places";
import { planFields, planOf, planWording } from "./plan";
import { PlanFields } from "./PlanFields";

/* As adoption_state.c has it; the API decides. */
const ways: Partial<Record<AdoptionState, readonly AdoptionState[]>> = {
  INTERESTED: ["IN_TALKS", "STARTED", "STOPPED"],
  IN_TALKS: ["STARTED", "STOPPED"],
  STARTED: ["CONTINUING", "STOPPED"],
  CONTINUING: ["STOPPED"],
  STOPPED: ["IN_TALKS", "STARTED"],
};
const outcomes = ["WORKED", "WORKED_PARTLY", "DID_NOT_WORK"] as const;

interface Props {
  adoption: Adoption;
  onChanged: (next: Adoption, said: string) => void;
}

function Next({ adoption, onChanged }: Props) {
  const { adoptions: words } = useScoped(library);
  const [problem, setProblem] = useState<Problem | null>(null);
  const move = (state: AdoptionState) => post("/v1/adoptions/{adoptionId}/move", {
    path: { adoptionId: adoption.id }, body: { version: adoption.version, state },
  }).then((next) => {
    setProblem(null);
    onChanged(next, words.moved);
  }, (error: unknown) => setProblem(asProblem(error)));

  return (
    <section aria-labelledby="next">
      <h2 id="next">{words.next}</h2>
      <Refusal problem={problem} />
      <div class="act">
        {(ways[adoption.state] ?? []).map((state) => (
          <button key={state} class="button plain" type="button" onClick={() => void move(state)}>{words.moveTo[state]}</button>
        ))}
      </div>
    </section>
  );
}

function Report({ adoption, onChanged }: Props) {
  const { adoptions: words, outcome: names } = useScoped(library);
  const [outcome, setOutcome] = useState<ReportOutcome | "">("");
  const wording: Wording = ({ field, code, detail }) =>
    [field, field === "outcome" ? words.outcomeMissing : field === "people" ? words.peopleWrong
      : field === "text" && code === "required" ? words.textMissing : detail];
  const submission = useSubmission(["outcome", "people", "text", "thanks"], async (value) => {
    const people = value("people").trim() || "0";
    const wrong = [outcome === "" && "outcome", !/^\d{1,8}$/.test(people) && "people"].filter((each) => each !== false);
    if (outcome === "" || wrong.length > 0)
      throw new Problem(400, "invalid", "", wrong.map((field) => ({ field, code: "required", detail: "" })));
    onChanged(await post("/v1/adoptions/{adoptionId}/reports", {
      path: { adoptionId: adoption.id },
      body: { version: adoption.version, outcome, people: Number(people), text: value("text").trim(), thanks: value("thanks").trim() },
    }), words.reported);
  }, wording);

  return (
    <section aria-labelledby="report">
      <h2 id="report">{words.report}</h2>
      <p>{words.reportLead}</p>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.reportSubmit}>
        <Radios<ReportOutcome> id="outcome" legend={words.outcome} value={outcome} errors={submission.errors} onChange={setOutcome}
          options={outcomes.map((each) => [each, names[each] ?? each] as const)} />
        <TextField name="people" label={words.people} autocomplete="off" errors={submission.errors} />
        <AreaField name="text" label={words.text} errors={submission.errors} />
        <AreaField name="thanks" label={words.thanks} rows={2} errors={submission.errors} />
      </Form>
    </section>
  );
}

function Plan({ adoption, places, onChanged }: Props & { places: Places }) {
  const words = useScoped(library);
  const submission = useSubmission(planFields, async (value) => {
    const body = { version: adoption.version, plan: planOf(value, words) };
    onChanged(await put("/v1/adoptions/{adoptionId}", { path: { adoptionId: adoption.id }, body }), words.adoptions.saved);
  }, planWording(words));

  return (
    <section aria-labelledby="plan">
      <h2 id="plan">{words.adoptions.plan}</h2>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.adoptions.planSubmit}>
        <PlanFields plan={adoption.plan} places={places} errors={submission.errors} />
      </Form>
    </section>
  );
}

function Body({ first, places }: { first: Adoption; places: Places }) {
  const { adoptions: words, adopt, adoptionState } = useScoped(library);
  const [{ adoption, said, round }, setState] = useState({ adoption: first, said: "", round: 0 });
  const onChanged = (next: Adoption, text: string) => setState({ adoption: next, said: text, round: round + 1 });
  const started = adoption.state === "STARTED" || adoption.state === "CONTINUING" || adoption.reports > 0;

  return (
    <Page title={adoption.title} titleLanguage="pl" above={<p class="back"><a href="/me/adoptions">{words.back}</a></p>}>
      <p role="status" class={said ? "notice" : undefined}>{said}</p>
      <Facts facts={[
        { name: words.state, value: adoptionState[adoption.state] },
        { name: adopt.institution, value: <span lang="pl">{adoption.plan?.institution}</span> },
        { name: adopt.place, value: <span lang="pl">{places.nameOf(adoption.plan?.place ?? "")}</span> },
        { name: words.reports, value: String(adoption.reports) },
      ]} />
      <Next adoption={adoption} onChanged={onChanged} />
      {started && <Report key={`report ${round}`} adoption={adoption} onChanged={onChanged} />}
      <Plan key={`plan ${round}`} adoption={adoption} places={places} onChanged={onChanged} />
    </Page>
  );
}

async function load(id: string) {
  const [{ adoptions }, places] = await Promise.all([get("/v1/me/adoptions", { query: { limit: 100 } }), loadPlaces()]);
  const adoption = adoptions.find((each) => each.id === id);

  if (!adoption) throw new Problem(404, "not-found", "");
  return { adoption, places };
}

export function AdoptionPage({ id = "" }: PathParameters) {
  const loaded = useResource(`adoption ${id}`, () => load(id));

  return <LoadedPage resource={loaded}>{({ adoption, places }) => <Body first={adoption} places={places} />}</LoadedPage>;
}
