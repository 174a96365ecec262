/* An indicator and its target: what is counted decides which of the entries are asked for. */
import { useState } from "preact/hooks";
import type { SentIndicator } from "../../api/shapes";
import type { Integer64 } from "../../api/values";
import { plainHundredths } from "../../format/numbers";
import { voivodeships } from "../../format/regions";
import { useLanguage } from "../../language/context";
import type { Language } from "../../language/languages";
import { useScoped } from "../../language/scoped";
import { describedBy, Frame, TextField } from "../../parts/fields";
import { ErrorSummary, Form, useSubmission, type FieldErrors, type Wording } from "../../parts/form";
import { AreaField, CheckField, SelectField, type Option } from "../../parts/moreFields";
import { targets } from "../../texts/targets";
import type { Targets } from "../../texts/targets/pl";
import { positionsUpTo, readIndicator, type Value } from "./readIndicator";
import { isShare, type IndicatorText } from "./values";

const MILESTONES_MAX = 12;
const measures = ["MEASURE_IDEAS", "MEASURE_FORMAL", "MEASURE_FUNDED", "MEASURE_TESTED", "MEASURE_CATALOGUE", "MEASURE_ADOPTED", "MEASURE_IN_POLICY",
  "MEASURE_ADOPTIONS", "MEASURE_PEOPLE", "MEASURE_VOIVODESHIPS", "MEASURE_ENTERED"] as const;
const ofInnovations = measures.slice(0, 7) as readonly string[];
const applicants = ["PERSON", "INFORMAL_GROUP", "NGO", "FIRM", "PUBLIC_BODY"] as const;

/* The API's path of a field to the name that it has here. */
const names: Readonly<Record<string, string>> = { "name": "namePl", "name.pl": "namePl", "definition": "definitionPl", "definition.pl": "definitionPl", "unit": "unitPl", "unit.pl": "unitPl" };

function fieldOf(path: string): string {
  const own = path.replace(/^text\./, "");
  const milestone = /^milestones\[(\d+)\]\.(dueOn|value)$/.exec(own);
  if (milestone) return `milestone-${milestone[2]}-${Number(milestone[1]) + 1}`;
  return names[own] ?? own;
}

function wordingOf({ form }: Targets): Wording {
  return ({ field, code, detail }) => {
    const name = fieldOf(field);
    if (name === "measure" && code === "required") return [name, form.chooseMeasure];
    if (code === "number") return [name, form.numberWrong];
    return [name, code === "required" ? form.required : detail];
  };
}

function typed(value: Integer64 | undefined, language: Language): string {
  return value === undefined || value === "0" ? "" : plainHundredths(value, language).replace(/[.,]00$/, "");
}

interface ChoiceProps {
  name: string;
  label: string;
  help?: string;
  errors: FieldErrors;
  value: string;
  options: readonly Option[];
  onChange: (value: string) => void;
}

/* A choice that other entries hang on. */
function Choice({ options, value, onChange, ...field }: ChoiceProps) {
  return (
    <Frame {...field}>
      <select id={field.name} name={field.name} aria-describedby={describedBy(field)} aria-invalid={field.errors[field.name] ? true : undefined}
        onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map(([key, text]) => <option key={key} value={key} selected={key === value}>{text}</option>)}
      </select>
    </Frame>
  );
}

interface PartProps {
  text: IndicatorText | undefined;
  errors: FieldErrors;
}

/* The three of them in Polish, and in English for those who read it. */
function Words({ name, label, help, area, text, errors }: PartProps & { name: "name" | "definition" | "unit"; label: string; help?: string; area?: boolean }) {
  const { form } = useScoped(targets);
  const both = [["Pl", label, text?.[name]?.pl], ["En", `${label} (${form.inEnglish})`, text?.[name]?.en]] as const;

  return (
    <>
      {both.map(([ending, title, value]) => {
        const field = { name: name + ending, label: title, errors, value, ...(help && ending === "Pl" ? { help } : {}) };
        return area ? <AreaField key={ending} {...field} /> : <TextField key={ending} {...field} autocomplete="off" />;
      })}
    </>
  );
}

function Narrowing({ measure, share, onShare, text, errors }: PartProps & { measure: string; share: string; onShare: (value: string) => void }) {
  const words = useScoped(targets);
  const { form } = words;
  const innovations = ofInnovations.includes(measure);
  const before = measures.slice(0, ofInnovations.indexOf(measure) + 1);
  const regions = Object.entries(voivodeships).sort(([, a], [, b]) => a.localeCompare(b, "pl"));

  return (
    <>
      {innovations && <SelectField name="applicantType" label={form.applicantType} errors={errors} value={text?.applicantType}
        options={[["", form.any], ...applicants.map((each) => [each, words.applicant[each] ?? each] as const)]} />}
      {(innovations || measure === "MEASURE_ADOPTIONS" || measure === "MEASURE_PEOPLE") && (
        <SelectField name="region" label={form.region} help={form.regionHelp} errors={errors} value={text?.region} options={[["", form.any], ...regions]} />
      )}
      {innovations && <Choice name="shareOf" label={form.shareOf} errors={errors} value={share} onChange={onShare}
        options={[["", form.number], ...before.map((each) => [each, form.shareAmong(words.measure[each] ?? each)] as const)]} />}
    </>
  );
}

function Milestones({ rows, onMore, text, errors }: PartProps & { rows: number; onMore: () => void }) {
  const { language } = useLanguage();
  const { form } = useScoped(targets);

  return (
    <fieldset class="field" id="milestones" tabIndex={-1} aria-describedby="milestones-help">
      <legend>{form.milestones}</legend>
      <p class="quiet" id="milestones-help">{form.milestonesHelp}</p>
      {errors.milestones && <p class="error">{errors.milestones}</p>}
      {positionsUpTo(rows).map((each) => (
        <div key={each} class="pair">
          <TextField name={`milestone-value-${each}`} label={form.milestoneValue(each)} autocomplete="off" errors={errors}
            value={typed(text?.milestones[each - 1]?.value, language)} />
          <TextField name={`milestone-dueOn-${each}`} type="date" label={form.milestoneDue(each)} autocomplete="off" errors={errors}
            value={text?.milestones[each - 1]?.dueOn} />
        </div>
      ))}
      {rows < MILESTONES_MAX && <button class="button plain small" type="button" onClick={onMore}>{form.addMilestone}</button>}
    </fieldset>
  );
}

function fieldsOf(rows: number): string[] {
  return ["measure", "namePl", "nameEn", "kind", "applicantType", "region", "shareOf", "unitPl", "unitEn", "definitionPl", "definitionEn",
    "startsOn", "dueOn", "baseline", "target", "milestones", ...positionsUpTo(rows).flatMap((each) => [`milestone-value-${each}`, `milestone-dueOn-${each}`]),
    "isPublic", "reason", "withdrawn"];
}

interface Props {
  text?: IndicatorText;
  button: string;
  send: (text: SentIndicator, value: Value) => Promise<void>;
}

export function TargetForm({ text, button, send }: Props) {
  const { language } = useLanguage();
  const words = useScoped(targets);
  const { form } = words;
  const [measure, setMeasure] = useState<string>(text?.measure ?? "");
  const [share, setShare] = useState<string>(text && isShare(text) ? text.shareOf : "");
  const [rows, setRows] = useState(text?.milestones.length ?? 0);
  const submission = useSubmission(fieldsOf(rows), async (value) => send(readIndicator(value, rows), value), wordingOf(words));
  const { errors } = submission;
  const entered = measure === "MEASURE_ENTERED";
  const offered = measures.filter((each) => !text || (each === "MEASURE_ENTERED") === (text.measure === "MEASURE_ENTERED"));
  const choose = (value: string) => {
    setMeasure(value);
    setShare("");
  };

  return (
    <>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={button}>
        <Choice name="measure" label={form.measure} help={words.counts[measure] ?? ""} errors={errors} value={measure} onChange={choose}
          options={[...(text ? [] : [["", form.chooseMeasure] as const]), ...offered.map((each) => [each, words.measure[each] ?? each] as const)]} />
        <Words name="name" label={form.name} text={text} errors={errors} />
        <SelectField name="kind" label={form.kind} help={form.kindHelp} errors={errors} value={text?.kind ?? "RESULT_INDICATOR"}
          options={(["OUTPUT_INDICATOR", "RESULT_INDICATOR"] as const).map((each) => [each, words.kind[each] ?? each] as const)} />
        {measure && !entered && <Narrowing key={measure} measure={measure} share={share} onShare={setShare} text={text} errors={errors} />}
        {entered && <Words name="unit" label={form.unit} help={form.unitHelp} text={text} errors={errors} />}
        <Words name="definition" label={form.definition} help={form.definitionHelp} area text={text} errors={errors} />
        <div class="pair">
          <TextField name="startsOn" type="date" label={form.startsOn} autocomplete="off" errors={errors} value={text?.startsOn} />
          <TextField name="dueOn" type="date" label={form.dueOn} autocomplete="off" errors={errors} value={text?.dueOn} />
        </div>
        {!share && <TextField name="baseline" label={form.baseline} help={form.baselineHelp} autocomplete="off" errors={errors} value={typed(text?.baseline, language)} />}
        <TextField name="target" label={form.target} help={form.targetHelp} autocomplete="off" errors={errors} value={typed(text?.target, language)} />
        {!share && <Milestones rows={rows} onMore={() => setRows(rows + 1)} text={text} errors={errors} />}
        <CheckField name="isPublic" label={form.isPublic} checked={text?.isPublic ?? true} />
        {text && <AreaField name="reason" label={form.reason} help={form.reasonHelp} rows={2} errors={errors} />}
        {text && <CheckField name="withdrawn" label={form.withdrawn} />}
      </Form>
    </>
  );
}
