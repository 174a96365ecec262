/* An applicant's appeals: what was filed, and filing one while the term runs. */
import { useState } from "preact/hooks";
import { get, post } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Appeal, ConsolidatedCard, LocalText } from "../../api/shapes";
import type { Moment } from "../../api/values";
import { formatLastMoment, formatMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { ErrorSummary, Form, useSubmission, type Wording } from "../../parts/form";
import { Facts } from "../../parts/Facts";
import { LoadedPage } from "../../parts/Loaded";
import { Local, Prose } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";
import { apply } from "../../texts/apply";
import { remedies } from "../../texts/remedies";
import { titleOf } from "./HomePage";
import { loadWork, type Work } from "./work";

interface Opened {
  work: Work;
  appeals: Appeal[];
  fileUntil: Moment | undefined;
  card: ConsolidatedCard | null;
}

interface Contested {
  key: string;
  text: LocalText | undefined;
}

/* Only what was decided against the applicant can be contested of a formal check; of a result, each criterion. */
function contestable({ work, card }: Opened): Contested[] {
  const items = work.definition.stages.flatMap((stage) => stage.formalItems);
  if (card && card.failedItems.length > 0)
    return card.failedItems.map(({ item }) => ({ key: item, text: items.find(({ key }) => key === item)?.text }));
  return (card?.criteria ?? []).map(({ criterion, title }) => ({ key: criterion, text: title }));
}

function AppealForm({ opened, onFiled }: { opened: Opened; onFiled: () => void }) {
  const { appeal: words } = useScoped(remedies);
  const { work, card } = opened;
  const list = contestable(opened);
  const [chosen, setChosen] = useState<readonly string[]>(list.length === 1 ? list.map(({ key }) => key) : []);
  const wording: Wording = ({ field, detail }) =>
    field === "contested" ? [field, words.chooseContested] : field === "text" ? [field, words.chooseText] : [field, detail];
  const submission = useSubmission(["contested", "text"], async (value) => {
    const text = value("text").trim();
    const missing = [
      ...(chosen.length === 0 ? [{ field: "contested", code: "required", detail: "" }] : []),
      ...(text.length < 20 ? [{ field: "text", code: "too-short", detail: "" }] : []),
    ];
    if (missing.length > 0) throw new Problem(400, "invalid", "", missing);
    await post("/v1/applications/{applicationId}/appeals", {
      path: { applicationId: work.application.id }, body: { contested: [...chosen], text },
    });
    onFiled();
  }, wording);
  const { errors } = submission;
  const formal = (card?.failedItems.length ?? 0) > 0;

  return (
    <>
      <p>{words.lead}</p>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.submit}>
        <fieldset class={errors.contested ? "field wrong" : "field"} id="contested" tabIndex={-1}>
          <legend>{formal ? words.contestedItems : words.contestedCriteria}</legend>
          {errors.contested && <p class="error">{errors.contested}</p>}
          {list.map(({ key, text }) => (
            <div class="choice" key={key}>
              <input type="checkbox" id={`contest-${key}`} checked={chosen.includes(key)}
                onChange={(event) => setChosen(event.currentTarget.checked ? [...chosen, key] : chosen.filter((each) => each !== key))} />
              <label for={`contest-${key}`}><Local text={text} /></label>
            </div>
          ))}
        </fieldset>
        <div class={errors.text ? "field wrong" : "field"}>
          <label for="text">{words.text}</label>
          <p class="quiet" id="text-help">{words.textHelp}</p>
          {errors.text && <p class="error" id="text-error">{errors.text}</p>}
          <textarea id="text" name="text" rows={8} maxLength={8000} aria-invalid={errors.text ? true : undefined}
            aria-describedby={errors.text ? "text-help text-error" : "text-help"} />
        </div>
      </Form>
    </>
  );
}

function Filed({ appeals }: { appeals: Appeal[] }) {
  const { language } = useLanguage();
  const { appeal: words } = useScoped(remedies);

  if (appeals.length === 0) return null;
  return (
    <section aria-labelledby="filed">
      <h2 id="filed">{words.filed}</h2>
      <ul class="rows">
        {appeals.map((each) => (
          <li key={each.kind}>
            <h3>{words.kind[each.kind]}: {words.state[each.state]}</h3>
            <Facts facts={[
              each.filedAt ? { name: words.filedAt, value: formatMoment(each.filedAt, language) } : null,
              each.state === "APPEAL_PENDING" && each.answerUntil
                ? { name: words.answerUntil, value: formatLastMoment(each.answerUntil, language) } : null,
              { name: words.yours, value: <Prose text={each.text} language="pl" /> },
              each.decisionReason ? { name: words.reasons, value: <Prose text={each.decisionReason} language="pl" /> } : null,
            ]} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Body({ opened, refresh }: { opened: Opened; refresh: () => void }) {
  const { language } = useLanguage();
  const { appeal: words } = useScoped(remedies);
  const { home } = useScoped(apply);
  const [filed, setFiled] = useState(false);
  const { work, appeals, fileUntil } = opened;
  const open = fileUntil !== undefined && Date.now() < Date.parse(fileUntil);

  return (
    <Page title={words.title} above={<p class="back"><a href={`/applications/${work.application.id}`}>{titleOf(work, home.untitled)}</a></p>}>
      {filed && <div class="notice" role="status"><p>{words.done}</p></div>}
      {open && fileUntil && <p class="lead">{words.until(formatLastMoment(fileUntil, language))}</p>}
      {open && <AppealForm opened={opened} onFiled={() => {
        setFiled(true);
        refresh();
      }} />}
      {!open && appeals.length === 0 && <p>{words.none}</p>}
      <Filed appeals={appeals} />
    </Page>
  );
}

async function assessmentOf(applicationId: string): Promise<ConsolidatedCard | null> {
  try {
    return await get("/v1/applications/{applicationId}/assessment", { path: { applicationId } });
  } catch (error) {
    if (error instanceof Problem && error.status < 500 && error.status !== 401) return null;
    throw error;
  }
}

export function AppealPage({ id = "" }: PathParameters) {
  const loaded = useResource(`appeal ${id}`, async () => {
    const [work, { appeals, fileUntil }, card] = await Promise.all([loadWork(id),
      get("/v1/applications/{applicationId}/appeals", { path: { applicationId: id } }), assessmentOf(id)]);
    return { work, appeals, fileUntil, card };
  });

  return (
    <LoadedPage resource={loaded}>
      {(opened, refresh) => <Body opened={opened} refresh={refresh} />}
    </LoadedPage>
  );
}
