/* Before a call is announced: what stops it, what may be regretted, and the act itself. */
import { useState } from "preact/hooks";
import { post } from "../../api/client";
import type { FieldProblem } from "../../api/problem";
import { adviceOn } from "../../editor/advice";
import { openDesk, type Desk, type Held } from "../../editor/desk";
import { formatLastMoment, formatMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Facts } from "../../parts/Facts";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { LoadedPage } from "../../parts/Loaded";
import { localText } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { navigate } from "../../router/location";
import type { PathParameters } from "../../router/path";
import { editor } from "../../texts/editor";
import { problemsOf } from "./EditHomePage";
import { editorAt, pageOf } from "./routes";

function Publish({ desk, held }: { desk: Desk; held: Held }) {
  const { language, texts } = useLanguage();
  const { check } = useScoped(editor);
  const { id } = desk.call;
  const { fillFrom, submitFrom, submitUntil } = held.definition;
  const [sure, setSure] = useState(false);
  const submission = useSubmission([], async () => {
    await post("/v1/calls/{callId}/publish", { path: { callId: id } });
    navigate(`/office/calls/${id}/manage?announced=yes`);
  });

  return (
    <section aria-labelledby="publish">
      <h2 id="publish">{check.publish}</h2>
      <p>{check.publishLead}</p>
      <ErrorSummary submission={submission} />
      <Facts facts={[
        fillFrom ? { name: texts.call.fillFrom, value: formatMoment(fillFrom, language) } : null,
        submitFrom ? { name: texts.call.submitFrom, value: formatMoment(submitFrom, language) } : null,
        submitUntil ? { name: texts.call.lastMoment, value: <strong>{formatLastMoment(submitUntil, language)}</strong> } : null,
      ]} />
      <div class="choice declaration">
        <input type="checkbox" id="sure" checked={sure} onChange={(event) => setSure(event.currentTarget.checked)} />
        <label for="sure">{check.sure}</label>
      </div>
      {sure ? <Form submission={submission} button={check.publishYes}><></></Form> : <p class="quiet">{check.sureFirst}</p>}
    </section>
  );
}

function Body({ desk, held, problems }: { desk: Desk; held: Held; problems: readonly FieldProblem[] }) {
  const { language } = useLanguage();
  const { check, home } = useScoped(editor);
  const { call } = desk;
  const { definition } = held;
  const advice = adviceOn(call, definition, Date.now());
  const blocked = problems.length > 0 || advice.some(({ code }) => code === "over" || code === "no-regions");
  const hard = advice.filter(({ code }) => code === "over" || code === "no-regions");
  const soft = advice.filter((each) => !hard.includes(each));

  return (
    <Page title={check.title} above={<p class="back"><a href={editorAt(call.id)}>{localText(definition.title, language)}</a></p>}>
      <p class="lead">{blocked ? check.leadBad(problems.length + hard.length) : check.leadGood}</p>
      {blocked && (
        <section aria-labelledby="missing">
          <h2 id="missing">{check.missing}</h2>
          <ul class="rows">
            {hard.map(({ code, field }) => (
              <li key={code}><a href={code === "no-regions" ? "/office/programmes" : pageOf(call.id, definition, field)}>{check.advice[code]}</a></li>
            ))}
            {problems.map(({ field, detail }) => (
              <li key={`${field} ${detail}`}><a href={pageOf(call.id, definition, field)}>{detail}</a> <PlaceName path={field} /></li>
            ))}
          </ul>
        </section>
      )}
      {soft.length > 0 && (
        <section aria-labelledby="advice">
          <h2 id="advice">{check.think}</h2>
          <p>{check.thinkLead}</p>
          <ul class="rows">
            {soft.map(({ code, field }) => <li key={code}><a href={pageOf(call.id, definition, field)}>{check.advice[code]}</a></li>)}
          </ul>
        </section>
      )}
      <section aria-labelledby="see">
        <h2 id="see">{check.see}</h2>
        <ul>
          {definition.stages.map((stage) => (
            <li key={stage.key}>
              <a href={editorAt(call.id, "stages", stage.key, "preview")}>{check.preview(localText(stage.title, language))}</a>
            </li>
          ))}
        </ul>
      </section>
      {!blocked && <Publish desk={desk} held={held} />}
      {blocked && <p><a href={editorAt(call.id)}>{home.back}</a></p>}
    </Page>
  );
}

/* Which thing it is about: "kryterium 2", for two problems with the same words. */
function PlaceName({ path }: { path: string }) {
  const { check } = useScoped(editor);
  const found = /^definition\.stages\[(\d+)\](?:\.form\.sections\[(\d+)\](?:\.fields\[(\d+)\])?)?(?:\.meritCard\.criteria\[(\d+)\])?/.exec(path);
  if (!found) return null;
  const [, stage, section, field, criterion] = found.map((each) => each === undefined ? undefined : Number(each) + 1);
  const parts = [stage && check.place.stage(stage), section && check.place.section(section), field && check.place.field(field),
    criterion && check.place.criterion(criterion)];
  return <span class="quiet">({parts.filter(Boolean).join(", ")})</span>;
}

export function CheckCallPage({ id = "" }: PathParameters) {
  const loaded = useResource(`check call ${id}`, async () => {
    const desk = await openDesk(id);
    const held = await desk.load();
    return { desk, held, problems: await problemsOf(held.definition) };
  });

  return <LoadedPage resource={loaded}>{(found) => <Body {...found} />}</LoadedPage>;
}
