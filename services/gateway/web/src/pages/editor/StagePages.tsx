/* A stage: its name and terms, the conditions of the formal check. */
import type { CallDefinition } from "../../api/shapes";
import type { Entry, Option, Values } from "../../editor/entries";
import { ThingPage } from "../../editor/PieceForm";
import { stagePath } from "../../editor/structure";
import { useScoped } from "../../language/scoped";
import type { PathParameters } from "../../router/path";
import { editor } from "../../texts/editor";
import type { Editor } from "../../texts/editor/pl";
import { useBack } from "./CallPages";

function appealEntries(key: "formalAppeal" | "meritAppeal", words: Editor, extra: (values: Values) => boolean): Entry[] {
  const { stage, days } = words;
  const on = (values: Values) => extra(values) && values[key] === true;
  const kinds: Option[] = [["TERM_WORKING", days.working], ["TERM_CALENDAR", days.calendar]];
  return [
    { kind: "presence", key, label: stage[key], shownIf: extra,
      template: { days: 14, kind: "TERM_CALENDAR", fromReceipt: true, answerDays: 0, answerKind: "TERM_WORKING" } },
    { kind: "count", key: `${key}.days`, label: stage.appealDays, shownIf: on },
    { kind: "radios", key: `${key}.kind`, label: stage.appealKind, options: kinds, shownIf: on },
    { kind: "check", key: `${key}.fromReceipt`, label: stage.fromReceipt, help: stage.fromReceiptHelp, shownIf: on },
    { kind: "count", key: `${key}.answerDays`, label: stage.answerDays, help: stage.noTerm, shownIf: on },
  ];
}

export function StagePage({ id = "", stage = "" }: PathParameters) {
  const words = useScoped(editor);
  const { stage: texts } = words;
  const points = (values: Values) => values.assessment === "POINTS";
  const entries: Entry[] = [
    { kind: "local", key: "title", label: texts.name, needed: true },
    { kind: "radios", key: "assessment", label: texts.assessment,
      options: [["POINTS", texts.points], ["DECISION", texts.decision]] },
    { kind: "radios", key: "formalFourEyes", label: texts.fourEyes,
      options: [["FOUR_EYES_OFF", texts.eyesOff], ["FOUR_EYES_REJECTIONS", texts.eyesRejections], ["FOUR_EYES_ALL", texts.eyesAll]] },
    { kind: "presence", key: "terms", label: texts.terms, help: texts.termsHelp, shownIf: points,
      template: { assessmentDays: 14, assessmentWorkingDays: false } },
    { kind: "count", key: "terms.assessmentDays", label: texts.assessmentDays, shownIf: (values) => points(values) && values.terms === true },
    { kind: "check", key: "terms.assessmentWorkingDays", label: texts.assessmentWorking,
      shownIf: (values) => points(values) && values.terms === true },
    ...appealEntries("formalAppeal", words, () => true),
    ...appealEntries("meritAppeal", words, points),
  ];

  return (
    <ThingPage callId={id} what={`stage ${stage}`} title={texts.title} back={useBack(id)}
      locate={(definition) => stagePath(definition, stage)} entries={() => entries} />
  );
}

const probes = ["FORMAL_PROBE_UNSPECIFIED", "PROBE_IN_WINDOW", "PROBE_COMPLETE", "PROBE_AMOUNT", "PROBE_IDENTIFIERS", "PROBE_NO_TWIN"] as const;

export function FormalPage({ id = "", stage = "" }: PathParameters) {
  const { formal } = useScoped(editor);
  const entries = (_: CallDefinition): Entry[] => [
    { kind: "rows", key: "formalItems", label: formal.items, keyed: true, item: formal.item, add: formal.add,
      columns: [
        { key: "text.pl", label: formal.pl, kind: "long" },
        { key: "text.en", label: formal.en, kind: "long" },
        { key: "probe", label: formal.probe, kind: "select", options: probes.map((probe): Option => [probe, formal.probes[probe]]) },
      ] },
  ];

  return (
    <ThingPage callId={id} what={`formal ${stage}`} title={formal.title} lead={formal.lead} back={useBack(id)}
      locate={(definition) => stagePath(definition, stage)} entries={entries} />
  );
}
