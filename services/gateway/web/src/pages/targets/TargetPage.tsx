/* One indicator, as a programme's owner keeps it: how it stands, its values, its changes. */
import { useState } from "preact/hooks";
import { get, post, put } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Indicator, IndicatorHistory } from "../../api/shapes";
import type { Integer64 } from "../../api/values";
import { parseHundredths } from "../../form/numbers";
import { formatDate, formatMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Facts } from "../../parts/Facts";
import { TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission, type Wording } from "../../parts/form";
import { LoadedPage } from "../../parts/Loaded";
import { localLanguage, localText } from "../../parts/Local";
import { AreaField } from "../../parts/moreFields";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { Table } from "../../parts/Table";
import { navigate } from "../../router/location";
import type { PathParameters } from "../../router/path";
import { targets } from "../../texts/targets";
import { Growth } from "./Growth";
import { TargetForm } from "./TargetForm";
import { loadProgrammeTargets } from "./TargetsPage";
import { Counted, isKnown, Standing, Unit, type WithText } from "./TargetTable";
import { shownProgress, shownValue, trendOf } from "./values";

function Trend({ indicator }: { indicator: WithText }) {
  const { language } = useLanguage();
  const { one } = useScoped(targets);
  const trend = trendOf(indicator);

  if (trend === null) return <>{one.noTrend}</>;
  return <>{trend > 0n ? "+" : ""}{shownValue(indicator.text, String(trend) as Integer64, language)}</>;
}

function Stand({ indicator }: { indicator: WithText }) {
  const { language } = useLanguage();
  const { one, table, desk, kind } = useScoped(targets);
  const { text } = indicator;
  const shown = (value: Integer64) => shownValue(text, value, language);
  const known = isKnown(indicator);

  return (
    <section aria-labelledby="facts">
      <h2 id="facts">{one.facts}</h2>
      <Facts facts={[
        { name: table.standing, value: <Standing standing={indicator.standing} /> },
        { name: table.actual, value: known ? <>{shown(indicator.actual)} ({shownProgress(indicator.progress, language)})</> : table.none },
        { name: table.expected, value: shown(indicator.expected) },
        { name: table.target, value: <>{one.milestone(shown(text.target), formatDate(text.dueOn, language))} · <Unit text={text} /> · {kind[text.kind]}</> },
        text.milestones.length === 0 ? null : { name: one.milestones, value: (
          <ul>{text.milestones.map(({ dueOn, value }) => <li key={dueOn}>{one.milestone(shown(value), formatDate(dueOn, language))}</li>)}</ul>) },
        known ? { name: one.trend, value: <Trend indicator={indicator} /> } : null,
        { name: table.counted, value: <Counted indicator={indicator} /> },
        { name: one.visible, value: text.isPublic ? desk.open : desk.hidden },
      ]} />
    </section>
  );
}

interface ActProps {
  indicator: WithText;
  onDone: (said: string) => void;
}

function RecordForm({ indicator: { id }, onDone }: ActProps) {
  const { one, form } = useScoped(targets);
  const wording: Wording = ({ field, code, detail }) => [field, code === "required" ? form.required : code === "number" ? form.numberWrong : detail];
  const submission = useSubmission(["value", "on", "source"], async (value) => {
    const number = parseHundredths(value("value"));
    if (number === null) throw new Problem(400, "invalid", "", [{ field: "value", code: "number", detail: "" }]);
    await post("/v1/indicators/{indicatorId}/values", { path: { indicatorId: id },
      body: { value: String(number) as Integer64, on: value("on"), source: value("source").trim() } });
    onDone(one.recorded);
  }, wording);

  return (
    <section aria-labelledby="record">
      <h2 id="record">{one.record}</h2>
      <p>{one.recordLead}</p>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={one.recordSubmit}>
        <TextField name="value" label={one.value} autocomplete="off" errors={submission.errors} />
        <TextField name="on" type="date" label={one.on} autocomplete="off" errors={submission.errors} />
        <AreaField name="source" label={one.source} help={one.sourceHelp} rows={2} errors={submission.errors} />
      </Form>
    </section>
  );
}

/* Closed until it is opened, so that its entries are not beside those of the form above. */
function ChangeForm({ indicator: { id, version, text, programmeId }, onDone }: ActProps) {
  const { one, form } = useScoped(targets);
  const [open, setOpen] = useState(false);

  return (
    <section aria-labelledby="change">
      <h2 id="change">{one.change}</h2>
      {!open ? <button class="button plain" type="button" onClick={() => setOpen(true)}>{one.change}</button> : (
        <TargetForm text={text} button={form.save} send={async (changed, value) => {
          const withdrawn = value("withdrawn") === "on";
          await put("/v1/indicators/{indicatorId}", { path: { indicatorId: id }, body: { version, text: changed, reason: value("reason").trim(), withdrawn } });
          if (withdrawn) navigate(`/office/programmes/${programmeId}/targets`);
          else {
            setOpen(false);
            onDone(one.changed);
          }
        }} />
      )}
    </section>
  );
}

function History({ history, text }: { history: IndicatorHistory; text: WithText["text"] }) {
  const { language } = useLanguage();
  const { one, table } = useScoped(targets);

  return (
    <section aria-labelledby="history">
      <h2 id="history">{one.history}</h2>
      <Table wide file="wlacznik-target-history" caption={one.versions} rows={history.versions} keyOf={({ version }) => version} columns={[
        { title: one.when, header: true, value: ({ at }) => at && formatMoment(at, language) },
        { title: one.what, value: ({ withdrawn, text: then }) => withdrawn ? one.withdrawn : <span lang={localLanguage(then?.name, language)}>{localText(then?.name, language)}</span> },
        { title: table.target, numeric: true, value: ({ text: then }) => then && shownValue(then, then.target, language) },
        { title: table.due, value: ({ text: then }) => then && formatDate(then.dueOn, language) },
        { title: one.reason, value: ({ reason }) => reason ? <span lang="pl">{reason}</span> : one.first },
      ]} />
      {history.records.length > 0 && (
        <div class="apart">
          <Table wide file="wlacznik-target-records" caption={one.records} rows={history.records} keyOf={({ recordedAt, on }) => `${recordedAt ?? ""} ${on}`} columns={[
            { title: one.day, header: true, value: ({ on }) => formatDate(on, language) },
            { title: one.value, numeric: true, value: ({ value }) => shownValue(text, value, language) },
            { title: one.source, value: ({ source }) => <span lang="pl">{source}</span> },
            { title: one.when, value: ({ recordedAt }) => recordedAt && formatMoment(recordedAt, language) },
            { title: one.state, value: ({ replaced }) => replaced ? one.replaced : one.counts },
          ]} />
        </div>
      )}
    </section>
  );
}

async function load(programmeId: string, indicatorId: string) {
  const [{ indicators }, history] = await Promise.all([
    loadProgrammeTargets(programmeId), get("/v1/indicators/{indicatorId}/history", { path: { indicatorId } })]);
  const indicator = indicators.find(({ id }: Indicator) => id === indicatorId);

  if (!indicator) throw new Problem(404, "no-such-indicator", "");
  return { indicator, history };
}

export function TargetPage({ programme = "", indicator: id = "" }: PathParameters) {
  const { language } = useLanguage();
  const { one } = useScoped(targets);
  const [said, setSaid] = useState("");
  const loaded = useResource(`target ${programme} ${id}`, () => load(programme, id));
  const onDone = (now: string) => {
    setSaid(now);
    if (loaded.state === "ready") loaded.refresh();
  };

  return (
    <LoadedPage resource={loaded}>
      {({ indicator, history }) => (
        <Page title={localText(indicator.text.name, language)} titleLanguage={localLanguage(indicator.text.name, language)}
          above={<p class="back"><a href={`/office/programmes/${programme}/targets`}>{one.back}</a></p>}>
          <p role="status" class={said ? "notice" : undefined}>{said}</p>
          <Stand indicator={indicator} />
          <Growth indicator={indicator} />
          {indicator.text.measure === "MEASURE_ENTERED" && <RecordForm key={history.records.length} indicator={indicator} onDone={onDone} />}
          <ChangeForm key={indicator.version} indicator={indicator} onDone={onDone} />
          <History history={history} text={indicator.text} />
        </Page>
      )}
    </LoadedPage>
  );
}
