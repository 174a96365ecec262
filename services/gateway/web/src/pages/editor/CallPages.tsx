/* The parts of a call that are one thing each: its words, dates, money, who may apply, corrections, the list. */
import type { Call, CallDefinition, FormField } from "../../api/shapes";
import type { Entry, Option, Values } from "../../editor/entries";
import { ThingPage } from "../../editor/PieceForm";
import { fieldsOf } from "../../editor/structure";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { localText } from "../../parts/Local";
import type { PathParameters } from "../../router/path";
import { editor } from "../../texts/editor";
import { editorAt } from "./routes";

const whole = () => "";

function regionsOf(call: Call): Option[] {
  return call.regions.map(({ region, name }): Option => [region, name]);
}

export function useBack(callId: string) {
  const { home } = useScoped(editor);
  return { address: editorAt(callId), name: home.back };
}

export function BasicsPage({ id = "" }: PathParameters) {
  const { basics } = useScoped(editor);
  const entries: Entry[] = [
    { kind: "local", key: "title", label: basics.name, needed: true },
    { kind: "longLocal", key: "summary", label: basics.summary, help: basics.summaryHelp },
    { kind: "line", key: "code", label: basics.code, help: basics.codeHelp },
    { kind: "slugs", key: "themes", label: basics.themes, help: basics.themesHelp },
  ];

  return <ThingPage callId={id} what="basics" title={basics.title} back={useBack(id)} locate={whole} entries={() => entries} />;
}

export function DatesPage({ id = "" }: PathParameters) {
  const { dates } = useScoped(editor);

  return (
    <ThingPage callId={id} what="dates" title={dates.title} lead={dates.lead} back={useBack(id)} locate={whole}
      entries={() => [{ kind: "window", key: "window", label: dates.window }]} />
  );
}

export function MoneyPage({ id = "" }: PathParameters) {
  const { money } = useScoped(editor);
  const entries = (_: CallDefinition, call: Call): Entry[] => [
    { kind: "money", key: "poolGrosze", label: money.pool },
    { kind: "money", key: "minGrantGrosze", label: money.least, help: money.noLimit },
    { kind: "money", key: "maxGrantGrosze", label: money.most, help: money.noLimit },
    { kind: "rows", key: "regionTerms", label: money.regions, help: money.regionsHelp, item: money.region, add: money.addRegion,
      columns: [
        { key: "region", label: money.regionName, kind: "select", options: regionsOf(call) },
        { key: "operatorName", label: money.operator, kind: "text" },
        { key: "operatorEmail", label: money.operatorEmail, kind: "text" },
        { key: "poolGrosze", label: money.regionPool, kind: "money" },
      ] },
  ];

  return <ThingPage callId={id} what="money" title={money.title} back={useBack(id)} locate={whole} entries={entries} />;
}

export function ApplicantsPage({ id = "" }: PathParameters) {
  const { texts } = useLanguage();
  const { applicants } = useScoped(editor);
  const types = (["PERSON", "INFORMAL_GROUP", "NGO", "FIRM", "PUBLIC_BODY"] as const)
    .map((type): Option => [type, texts.call.applicant[type]]);
  const entries = (definition: CallDefinition): Entry[] => [
    { kind: "checks", key: "applicantTypes", label: applicants.types, options: types },
    { kind: "count", key: "applicationsPerPerson", label: applicants.limit, help: applicants.limitHelp },
    { kind: "check", key: "withdrawnCounts", label: applicants.withdrawn },
    { kind: "check", key: "coauthorsCount", label: applicants.coauthors },
    { kind: "check", key: "publishPersonNames", label: applicants.names, help: applicants.namesHelp },
    { kind: "count", key: "likenessThreshold", label: applicants.likeness, help: applicants.likenessHelp },
    ...(definition.supplementsCallId
      ? [{ kind: "check", key: "limitSpansSupplemented", label: applicants.spans } satisfies Entry] : []),
  ];

  return <ThingPage callId={id} what="applicants" title={applicants.title} back={useBack(id)} locate={whole} entries={entries} />;
}

export function CorrectionsPage({ id = "" }: PathParameters) {
  const { language } = useLanguage();
  const { corrections, days } = useScoped(editor);
  const on = (values: Values) => values.corrections === true;
  const entries = (definition: CallDefinition): Entry[] => [
    { kind: "presence", key: "corrections", label: corrections.allowed, help: corrections.allowedHelp,
      template: { times: 1, days: 7, dayKind: "WORKING_DAYS", fields: [] } },
    { kind: "count", key: "corrections.times", label: corrections.times, shownIf: on },
    { kind: "count", key: "corrections.days", label: corrections.days, shownIf: on },
    { kind: "radios", key: "corrections.dayKind", label: corrections.kind, shownIf: on,
      options: [["WORKING_DAYS", days.working], ["CALENDAR_DAYS", days.calendar]] },
    { kind: "checks", key: "corrections.fields", label: corrections.fields, help: corrections.fieldsHelp, shownIf: on,
      options: fieldsOf(definition.stages[0]).map(({ key, label }): Option => [key, localText(label, language)]) },
  ];

  return (
    <ThingPage callId={id} what="corrections" title={corrections.title} lead={corrections.lead} back={useBack(id)} locate={whole}
      entries={entries} />
  );
}

export function LettersPage({ id = "" }: PathParameters) {
  const { letters } = useScoped(editor);
  const on = (values: Values) => values.letters === true;
  const entries: Entry[] = [
    { kind: "presence", key: "letters", label: letters.looked, help: letters.lookedHelp, template: { holdResults: true, fourEyes: false } },
    { kind: "check", key: "letters.holdResults", label: letters.hold, help: letters.holdHelp, shownIf: on },
    { kind: "check", key: "letters.fourEyes", label: letters.fourEyes, help: letters.fourEyesHelp, shownIf: on },
  ];

  return <ThingPage callId={id} what="letters" title={letters.title} lead={letters.lead} back={useBack(id)} locate={whole} entries={() => entries} />;
}

/* ---- the list ---- */

const steps = ["TIE_CRITERION", "TIE_LOWER_AMOUNT", "TIE_FILED_EARLIER", "TIE_TOPIC_COVERAGE", "TIE_REGION_COVERAGE", "TIE_DRAW"] as const;

function named(language: "pl" | "en", none: string, fields: readonly Pick<FormField, "key" | "label">[]): Option[] {
  return [["", none], ...fields.map(({ key, label }): Option => [key, localText(label, language)])];
}

export function RankingPage({ id = "" }: PathParameters) {
  const { language } = useLanguage();
  const { ranking, money, days } = useScoped(editor);
  const accepting = (values: Values) => String(values.acceptanceDays ?? "").trim() !== "";
  const entries = (definition: CallDefinition, call: Call): Entry[] => {
    const points = definition.stages.filter(({ assessment }) => assessment === "POINTS");
    const criteria = points.flatMap(({ meritCard }) => meritCard?.criteria ?? []).map(({ key, title }) => ({ key, label: title }));
    const topics = points.flatMap((stage) => fieldsOf(stage)).filter(({ kind }) => kind === "SINGLE_CHOICE");
    const older = (definition.ranking?.tieSteps.length ?? 0) > 0;
    return [
      ...(older
        ? [{ kind: "checks", key: "tieSteps", label: ranking.tieSteps, help: ranking.tieStepsHelp,
          options: steps.map((step): Option => [step, ranking.step[step]]) },
        { kind: "select", key: "tieCriterion", label: ranking.criterion, options: named(language, ranking.none, criteria) }] satisfies Entry[]
        : [{ kind: "rows", key: "tieChain", label: ranking.ties, help: ranking.tiesHelp, item: ranking.tie, add: ranking.addTie,
          columns: [
            { key: "step", label: ranking.stepLabel, kind: "select", options: steps.map((step): Option => [step, ranking.step[step]]) },
            { key: "criterion", label: ranking.criterion, kind: "select", options: named(language, ranking.none, criteria),
              shownIf: (row) => row.step === "TIE_CRITERION" },
          ] }] satisfies Entry[]),
      { kind: "select", key: "topicField", label: ranking.topic, help: ranking.topicHelp, options: named(language, ranking.none, topics) },
      { kind: "longLocal", key: "drawSource", label: ranking.draw, help: ranking.drawHelp },
      { kind: "count", key: "reserveCount", label: ranking.reserve, help: ranking.reserveHelp },
      { kind: "check", key: "skipTooLarge", label: ranking.skip, help: ranking.skipHelp },
      { kind: "check", key: "partFunding", label: ranking.part, help: ranking.partHelp },
      { kind: "count", key: "partMinPercent", label: ranking.partLeast, shownIf: (values) => values.partFunding === true },
      { kind: "rows", key: "pools", label: ranking.pools, help: ranking.poolsHelp, item: money.region, add: money.addRegion,
        columns: [
          { key: "region", label: money.regionName, kind: "select", options: regionsOf(call) },
          { key: "grosze", label: money.regionPool, kind: "money" },
        ] },
      { kind: "check", key: "carryOver", label: ranking.carry, shownIf: (values) => Array.isArray(values.pools) && values.pools.length > 0 },
      { kind: "count", key: "acceptanceDays", label: ranking.acceptance, help: ranking.acceptanceHelp },
      { kind: "radios", key: "acceptanceKind", label: ranking.acceptanceKind, shownIf: accepting,
        options: [["TERM_WORKING", days.working], ["TERM_CALENDAR", days.calendar]] },
    ];
  };

  return (
    <ThingPage callId={id} what="ranking" title={ranking.title} lead={ranking.lead} back={useBack(id)}
      locate={() => "ranking"} entries={entries} />
  );
}
