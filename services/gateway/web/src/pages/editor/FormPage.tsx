/* The form of a stage as its parts and questions: to order, to add to, to take out of. */
import { useState } from "preact/hooks";
import type { FieldKind, FormField, FormSection, Stage } from "../../api/shapes";
import { addField, addSection, askedBy, canStep, fieldsOf, moveField, moveWithin, removeField, removeSection, sectionsOf, stageOf, stepField }
  from "../../editor/structure";
import { ActNews, DeskPage, useWorking, type Opened, type Working } from "../../editor/useDesk";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Local, localLanguage, localText } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { Draggable, DropEnd, StepButtons } from "../../parts/sorting";
import { navigate } from "../../router/location";
import type { PathParameters } from "../../router/path";
import { editor } from "../../texts/editor";
import { NotFoundPage } from "../NotFoundPage";
import { kinds } from "./FieldPages";
import { editorAt } from "./routes";

interface Props {
  working: Working;
  stage: Stage;
}

function useAct(working: Working, key: string) {
  return (work: (stage: Stage) => void, said = "") => working.act((definition) => {
    const stage = stageOf(definition, key);
    if (stage) work(stage);
  }, said);
}

function Tags({ field }: { field: FormField }) {
  const { form, kind, field: words } = useScoped(editor);
  const tags = [
    kind[field.kind],
    field.required && form.required,
    field.meaning !== "FIELD_MEANING_UNSPECIFIED" && words.meanings[field.meaning as keyof typeof words.meanings],
    field.hiddenFromAssessors && form.hidden,
    (field.visibleIf?.list.length ?? 0) > 0 && form.conditional,
    field.retired && form.retired,
  ];

  return <p class="quiet">{tags.filter(Boolean).join(" · ")}</p>;
}

function Removal({ name, warning, onYes }: { name: string; warning: string; onYes: () => void }) {
  const { rows, form } = useScoped(editor);
  const [asking, setAsking] = useState(false);

  if (!asking)
    return (
      <button class="button plain small" type="button" onClick={() => warning ? setAsking(true) : onYes()}>
        {rows.remove}<span class="unseen">: {name}</span>
      </button>
    );
  return (
    <div class="notice warm" role="alert">
      <p>{warning}</p>
      <button class="button small warning" type="button" onClick={onYes}>{form.removeYes}</button>{" "}
      <button class="button plain small" type="button" onClick={() => setAsking(false)}>{form.removeNo}</button>
    </div>
  );
}

function FieldItem({ working, stage, section, field }: Props & { section: FormSection; field: FormField }) {
  const { language } = useLanguage();
  const { form, rows } = useScoped(editor);
  const act = useAct(working, stage.key);
  const name = localText(field.label, language) || field.key;
  const users = askedBy(stage, field.key).map((text) => localText(text, language));
  const published = working.desk.call.definition?.stages.some((each) =>
    each.key === stage.key && fieldsOf(each).some(({ key }) => key === field.key));
  const fixed = working.desk.revising && published;

  return (
    <Draggable list={`fields ${stage.key}`} item={field.key} class="work-item"
      onDropBefore={(key) => void act((next) => moveField(next, key, section.key, field.key), form.moved(name))}>
      <span class="grip" aria-hidden="true">⠿</span>
      <div>
        <p>
          <a href={editorAt(working.desk.call.id, "stages", stage.key, "fields", field.key)} lang={localLanguage(field.label, language)}>{name}</a>
        </p>
        <Tags field={field} />
      </div>
      <div class="row-acts">
        <StepButtons item={`field-${field.key}`} name={name} words={rows} canUp={canStep(stage, field.key, -1)}
          canDown={canStep(stage, field.key, 1)}
          onStep={(step) => void act((next) => stepField(next, field.key, step), form.moved(name))} />
        {!fixed && fieldsOf(stage).length > 1 && (
          <Removal name={name} warning={users.length > 0 ? form.removeAsked(users.join(", ")) : ""}
            onYes={() => void act((next) => removeField(next, field.key), rows.removed)} />
        )}
      </div>
    </Draggable>
  );
}

function AddField({ working, stage, section }: Props & { section: FormSection }) {
  const { form, kind: names, field: words } = useScoped(editor);
  const act = useAct(working, stage.key);
  const [label, setLabel] = useState("");
  const [kind, setKind] = useState<FieldKind>("LONG_TEXT");
  const [error, setError] = useState("");
  const id = `add-${section.key}`;
  const add = async (event: SubmitEvent) => {
    let key = "";
    event.preventDefault();
    if (label.trim() === "") {
      setError(form.addMissing);
      document.getElementById(`${id}-label`)?.focus();
      return;
    }
    const done = await act((next) => {
      key = addField(next, section.key, kind, label.trim());
    });
    if (done) navigate(editorAt(working.desk.call.id, "stages", stage.key, "fields", key));
  };

  return (
    <details class="add">
      <summary>{form.addField}<span class="unseen">: <Local text={section.title} /></span></summary>
      <form onSubmit={(event) => void add(event)} noValidate>
        <div class={error ? "field wrong" : "field"}>
          <label for={`${id}-label`}>{form.newLabel}</label>
          {error && <p class="error" id={`${id}-error`}>{error}</p>}
          <input id={`${id}-label`} value={label} autocomplete="off" lang="pl" aria-invalid={error ? true : undefined}
            aria-describedby={error ? `${id}-error` : undefined}
            onInput={(event) => setLabel(event.currentTarget.value)} />
        </div>
        <div class="field">
          <label for={`${id}-kind`}>{words.kind}</label>
          <select id={`${id}-kind`} value={kind} onChange={(event) => setKind(event.currentTarget.value as FieldKind)}>
            {kinds.map((each) => <option key={each} value={each}>{names[each]}</option>)}
          </select>
        </div>
        <button class="button" type="submit">{form.add}</button>
      </form>
    </details>
  );
}

function Section({ working, stage, section, index, count }: Props & { section: FormSection; index: number; count: number }) {
  const { language } = useLanguage();
  const { form, rows } = useScoped(editor);
  const act = useAct(working, stage.key);
  const name = localText(section.title, language) || section.key;
  const conditional = (section.visibleIf?.list.length ?? 0) > 0;

  return (
    <section class="builder-part" aria-labelledby={`part-${section.key}`}>
      <div class="part-head">
        <h2 id={`part-${section.key}`} lang={localLanguage(section.title, language)}>{name}</h2>
        <div class="row-acts">
          <a class="button plain small" href={editorAt(working.desk.call.id, "stages", stage.key, "sections", section.key)}>
            {form.editSection}<span class="unseen">: {name}</span>
          </a>
          <StepButtons item={`part-${section.key}`} name={name} words={rows} canUp={index > 0} canDown={index + 1 < count}
            onStep={(step) => void act((next) => moveWithin(sectionsOf(next), section.key, index + step), form.moved(name))} />
          {count > 1 && !working.desk.revising && (
            <Removal name={name} warning={form.removeSection(section.fields.length)}
              onYes={() => void act((next) => removeSection(next, section.key), rows.removed)} />
          )}
        </div>
      </div>
      {conditional && <p class="quiet">{form.conditional}</p>}
      <ol class="rows builder">
        {section.fields.map((field) => <FieldItem key={field.key} {...{ working, stage, section, field }} />)}
        <DropEnd list={`fields ${stage.key}`}
          onDrop={(key) => void act((next) => moveField(next, key, section.key, ""), form.moved(key))} />
      </ol>
      <AddField {...{ working, stage, section }} />
    </section>
  );
}

function AddSection({ working, stage }: Props) {
  const { form } = useScoped(editor);
  const act = useAct(working, stage.key);
  const [title, setTitle] = useState("");
  const add = async (event: SubmitEvent) => {
    event.preventDefault();
    if (title.trim() === "") {
      document.getElementById("new-part")?.focus();
      return;
    }
    if (await act((next) => void addSection(next, title.trim()), form.sectionAdded)) setTitle("");
  };

  return (
    <form class="with-button add-part" onSubmit={(event) => void add(event)} noValidate>
      <div>
        <label for="new-part">{form.newSection}</label>
        <input id="new-part" value={title} autocomplete="off" lang="pl" onInput={(event) => setTitle(event.currentTarget.value)} />
      </div>
      <button class="button plain" type="submit">{form.addSection}</button>
    </form>
  );
}

function Body({ opened, stageKey }: { opened: Opened; stageKey: string }) {
  const { language } = useLanguage();
  const words = useScoped(editor);
  const working = useWorking(opened.desk, opened.held);
  const stage = stageOf(working.definition, stageKey);
  const { call, revising } = opened.desk;

  if (!stage) return <NotFoundPage />;
  const sections = sectionsOf(stage);
  return (
    <Page title={words.form.title}
      above={<p class="back"><a href={editorAt(call.id)}>{words.home.back}</a></p>}>
      <p class="lead">{words.form.lead(localText(stage.title, language))}</p>
      {revising && <div class="notice"><p>{words.form.revising}</p><p><a href={`/office/calls/${call.id}/manage#revision`}>{words.form.toPublish}</a></p></div>}
      <ActNews working={working} />
      <p><a href={editorAt(call.id, "stages", stage.key, "preview")}>{words.form.preview}</a></p>
      {sections.map((section, index) => (
        <Section key={section.key} {...{ working, stage, section, index }} count={sections.length} />
      ))}
      <AddSection {...{ working, stage }} />
    </Page>
  );
}

export function FormPage({ id = "", stage = "" }: PathParameters) {
  return <DeskPage callId={id}>{(opened) => <Body opened={opened} stageKey={stage} />}</DeskPage>;
}
