/* A call that is being written: its parts as a list of tasks, each with what is still wrong in it. */
import type { ComponentChildren } from "preact";
import { post } from "../../api/client";
import { Problem, type FieldProblem } from "../../api/problem";
import type { Call, CallDefinition, SentDefinition, Stage } from "../../api/shapes";
import { newStage, moveWithin, fieldsOf } from "../../editor/structure";
import { ActNews, useWorking, type Opened, type Working } from "../../editor/useDesk";
import { openDesk } from "../../editor/desk";
import { within } from "../../editor/path";
import { formatLastMoment } from "../../format/moments";
import { formatMoney } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { LoadedPage } from "../../parts/Loaded";
import { Local, localLanguage, localText } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { StepButtons } from "../../parts/sorting";
import type { PathParameters } from "../../router/path";
import { editor } from "../../texts/editor";
import { rehearsal } from "../../texts/rehearsal";
import { useState } from "preact/hooks";
import { editorAt, pageOf } from "./routes";

/** Every problem of a definition, whoever finds it: the contract or the rules. */
export async function problemsOf(definition: CallDefinition): Promise<readonly FieldProblem[]> {
  try {
    const { list } = await post("/v1/calls/check", { body: { definition: definition as SentDefinition } });
    return list.map(({ field, code, text }) => ({ field, code, detail: text }));
  } catch (error) {
    if (error instanceof Problem && error.status === 400 && error.fields.length > 0) return error.fields;
    throw error;
  }
}

interface TaskProps {
  address: string;
  name: ComponentChildren;
  value?: ComponentChildren;
  wrong: number;
}

function Task({ address, name, value, wrong }: TaskProps) {
  const { home } = useScoped(editor);

  return (
    <li>
      <span>
        <a href={address}>{name}</a>
        {value && <span class="quiet task-value">{value}</span>}
      </span>
      <span class={wrong === 0 ? "task-state filled" : "task-state"}>{wrong === 0 ? home.good : home.wrong(wrong)}</span>
    </li>
  );
}

function StageTasks({ working, stage, index, problems }:
  { working: Working; stage: Stage; index: number; problems: readonly FieldProblem[] }) {
  const { language } = useLanguage();
  const { home, rows } = useScoped(editor);
  const { call, revising } = working.desk;
  const at = `definition.stages[${index}]`;
  const count = (...paths: string[]) => problems.filter(({ field }) => paths.some((path) => within(field, `${at}.${path}`) !== null)).length;
  const all = problems.filter(({ field }) => within(field, at) !== null).length;
  const [form, card, formal] = [count("form"), count("meritCard"), count("formalItems")];
  const name = localText(stage.title, language);
  const stages = working.definition.stages;

  return (
    <section aria-labelledby={`stage-${stage.key}`}>
      <div class="part-head">
        <h2 id={`stage-${stage.key}`}>{home.stage(index + 1)}: <Local text={stage.title} /></h2>
        {!revising && stages.length > 1 && (
          <div class="row-acts">
            <StepButtons item={`stage-${stage.key}`} name={name} words={rows} canUp={index > 0} canDown={index + 1 < stages.length}
              onStep={(step) => void working.act((definition) => moveWithin(definition.stages, stage.key, index + step), rows.moved(index + step + 1))} />
            <button class="button plain small" type="button"
              onClick={() => void working.act((definition) => {
                definition.stages = definition.stages.filter(({ key }) => key !== stage.key);
              }, rows.removed)}>
              {rows.remove}<span class="unseen">: {name}</span>
            </button>
          </div>
        )}
      </div>
      <ul class="tasks">
        {!revising && <Task address={editorAt(call.id, "stages", stage.key)} name={home.stageTerms} wrong={all - form - card - formal} />}
        <Task address={editorAt(call.id, "stages", stage.key, "form")} name={home.form}
          value={home.questions(fieldsOf(stage).filter(({ retired }) => !retired).length)} wrong={form} />
        {!revising && <Task address={editorAt(call.id, "stages", stage.key, "formal")} name={home.formal}
          value={home.conditions(stage.formalItems.length)} wrong={formal} />}
        {!revising && stage.assessment === "POINTS" && (
          <Task address={editorAt(call.id, "stages", stage.key, "card")} name={home.card}
            value={home.criteria(stage.meritCard?.criteria.length ?? 0)} wrong={card} />
        )}
      </ul>
    </section>
  );
}

function AddStage({ working }: { working: Working }) {
  const { home } = useScoped(editor);
  const [title, setTitle] = useState("");
  const add = async (event: SubmitEvent) => {
    event.preventDefault();
    if (title.trim() === "") {
      document.getElementById("new-stage")?.focus();
      return;
    }
    if (await working.act((definition) => void definition.stages.push(newStage(title.trim(), definition)), home.stageAdded)) setTitle("");
  };

  return (
    <form class="with-button add-part" onSubmit={(event) => void add(event)} noValidate>
      <div>
        <label for="new-stage">{home.newStage}</label>
        <p class="quiet" id="new-stage-help">{home.newStageHelp}</p>
        <input id="new-stage" value={title} autocomplete="off" lang="pl" aria-describedby="new-stage-help"
          onInput={(event) => setTitle(event.currentTarget.value)} />
      </div>
      <button class="button plain" type="submit">{home.addStage}</button>
    </form>
  );
}

function callTasks(call: Call, definition: CallDefinition) {
  const page = (path: string) => pageOf(call.id, definition, path).replace(/#.*/, "");
  return (problems: readonly FieldProblem[], name: string) =>
    problems.filter(({ field }) => page(field) === editorAt(call.id, name)).length;
}

function Body({ opened, first }: { opened: Opened; first: readonly FieldProblem[] }) {
  const { language, texts } = useLanguage();
  const { home } = useScoped(editor);
  const rehearse = useScoped(rehearsal);
  const working = useWorking(opened.desk, opened.held);
  const checked = useResource(`check ${JSON.stringify(working.version)}`, () => problemsOf(working.definition));
  const problems = checked.state === "ready" ? checked.data : first;
  const { call, revising } = opened.desk;
  const { definition } = working;
  const count = callTasks(call, definition);
  const task = (name: "basics" | "dates" | "money" | "applicants" | "corrections" | "letters" | "ranking", value?: ComponentChildren) => (
    <Task key={name} address={editorAt(call.id, name)} name={home[name]} value={value} wrong={count(problems, name)} />
  );

  return (
    <Page title={localText(definition.title, language)} titleLanguage={localLanguage(definition.title, language)}
      above={<p class="back"><a href={revising ? `/office/calls/${call.id}` : "/office"}>{home.office}</a></p>}>
      <p class="status"><span class="tag soon">{revising ? home.published : home.draft}</span> <span class="code">{definition.code}</span></p>
      <p class="lead">{revising ? home.revisingLead : home.lead}</p>
      <ActNews working={working} />
      {!revising && (
        <section aria-labelledby="call-parts">
          <h2 id="call-parts">{home.call}</h2>
          <ul class="tasks">
            {task("basics")}
            {task("dates", definition.submitUntil && `${texts.call.ends} ${formatLastMoment(definition.submitUntil, language)}`)}
            {task("money", formatMoney(definition.poolGrosze, language))}
            {task("applicants", definition.applicantTypes.map((type) => texts.call.applicant[type]).join(", "))}
            {task("corrections")}
            {task("letters")}
            {task("ranking")}
          </ul>
        </section>
      )}
      {definition.stages.map((stage, index) => <StageTasks key={stage.key} {...{ working, stage, index, problems }} />)}
      {!revising && <AddStage working={working} />}
      <section class="next" aria-labelledby="go">
        <h2 id="go">{home.ahead}</h2>
        {revising
          ? <p><a class="button" href={`/office/calls/${call.id}/manage`}>{home.toManage}</a></p>
          : <p><a class="button" href={editorAt(call.id, "check")}>{home.toCheck}</a></p>}
        <p><a href={`/v1/calls/${call.id}/definition`} download>{home.file}</a></p>
        {!revising && <p><a href={`/office/calls/${call.id}/rehearse`}>{rehearse.start}</a></p>}
      </section>
    </Page>
  );
}

export function EditHomePage({ id = "" }: PathParameters) {
  const loaded = useResource(`edit ${id}`, async () => {
    const desk = await openDesk(id);
    const held = await desk.load();
    return { opened: { desk, held }, first: await problemsOf(held.definition) };
  });

  return <LoadedPage resource={loaded}>{({ opened, first }) => <Body opened={opened} first={first} />}</LoadedPage>;
}
