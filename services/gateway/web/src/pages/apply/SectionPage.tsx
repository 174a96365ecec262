/* One part of the form a page. What is typed saves itself; the button saves the rest and goes on. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { FormField, FormSection } from "../../api/shapes";
import { ConflictPanel } from "../../drafts/ConflictPanel";
import { SaveState, SaveTrouble } from "../../drafts/SaveState";
import { SignInHere } from "../../drafts/SignInHere";
import { useAutosave, type Beginning } from "../../drafts/useAutosave";
import { SectionAnswers } from "../../form/Answers";
import { UploadsContext } from "../../form/uploads";
import { Question } from "../../form/Question";
import { readForm, shownSections } from "../../form/reading";
import { isEmptyRow, type Row } from "../../form/rows";
import type { Draft, Typed } from "../../form/values";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { LoadedPage } from "../../parts/Loaded";
import { Local, localLanguage, localText } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { navigate } from "../../router/location";
import type { PathParameters } from "../../router/path";
import { apply } from "../../texts/apply";
import { writing } from "../../texts/writing";
import { NotFoundPage } from "../NotFoundPage";
import { Defect } from "./Corrections";
import { applicantType, beginWork, draftName, forgetRefusal, refusalsOf, remoteOf, type Work } from "./work";

function showTyped(field: FormField | undefined, value: unknown): string {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return "";
  if (value.some((each) => typeof each === "object"))
    return (value as Row[]).filter((row) => !isEmptyRow(row)).map((row) => Object.values(row).join(", ")).join("\n");
  return value.map((key) => field?.choices.find((choice) => choice.key === key)?.label?.pl ?? String(key)).join(", ");
}

/* Texts can be kept both; of two numbers or choices only one can be right. */
function joinTyped(field: FormField | undefined, mine: unknown, theirs: unknown): unknown {
  const joinable = field?.kind === "LONG_TEXT" && typeof mine === "string" && typeof theirs === "string";
  return joinable ? `${theirs}\n\n${mine}` : undefined;
}

/* An address with #field leads to that field, as from the summary of errors of the last try to submit. */
function useWantedField(): void {
  useEffect(() => {
    const wanted = decodeURIComponent(location.hash.slice(1));
    const field = wanted ? document.getElementById(wanted) : null;
    field?.focus();
    field?.scrollIntoView({ block: "center" });
  }, []);
}

function Body({ work, section, beginning }: { work: Work; section: FormSection; beginning: Beginning<Draft> }) {
  const { language } = useLanguage();
  const texts = useScoped(apply);
  const words = useScoped(writing);
  const { application, definition, sections, fields } = work;
  const remote = useMemo(() => remoteOf(work, language), [application.id]);
  const saver = useAutosave<Draft>(draftName(work), beginning, remote);
  const [held, setHeld] = useState(false);
  const asked = readForm(sections, saver.values, applicantType(work));
  const shown = shownSections(asked.filter(({ field }) => work.open?.has(field.key) ?? true));
  const index = shown.indexOf(section);
  const next = shown[index + 1];
  const home = `/applications/${application.id}`;
  const refused = refusalsOf(application.id);
  const fieldOf = (key: string) => fields.find((field) => field.key === key);
  const change = (key: string, value: Typed) => {
    forgetRefusal(application.id, key);
    setHeld(false);
    saver.change({ [key]: value });
  };
  const goOn = async (event: SubmitEvent) => {
    event.preventDefault();
    if (await saver.flush()) navigate(next ? `${home}/sections/${next.key}` : home);
    else setHeld(true);
  };

  const questions = asked.filter((each) => each.section === section && each.shown);
  const isOpen = (field: FormField) => work.open?.has(field.key) ?? true;
  const closed = questions.filter(({ field }) => !isOpen(field));

  useWantedField();
  return (
    <UploadsContext.Provider value={work.uploads}>
    <Page title={localText(section.title, language)} titleLanguage={localLanguage(section.title, language)}
      above={(
        <>
          <p class="back"><a href={home}>{texts.section.back}</a></p>
          <ConflictPanel saver={saver} labelOf={(key) => localText(fieldOf(key)?.label, language)}
            show={(key, value) => showTyped(fieldOf(key), value)}
            join={(key, mine, theirs) => joinTyped(fieldOf(key), mine, theirs)} />
          <p class="quiet step-of">{texts.section.of(index + 1, shown.length)}</p>
        </>
      )}>
      {section.help && <p class="lead"><Local text={section.help} /></p>}
      {beginning.recovered && <div class="notice"><p>{words.recovered}</p></div>}
      <SignInHere saver={saver} />
      <form class="sheet" onSubmit={(event) => void goOn(event)} noValidate>
        {questions.filter(({ field }) => isOpen(field)).map(({ field, required }) => (
          <div key={field.key}>
            <Defect application={application} field={field.key} />
            <Question key={field.key} field={field} definition={definition} required={required} value={saver.values[field.key]}
            error={saver.refusals[field.key]?.detail ?? refused.get(field.key)}
            onChange={(value) => change(field.key, value)} />
          </div>
        ))}
        <SaveTrouble saver={saver} />
        {held && <p class="error" role="alert">{texts.section.cannotLeave}</p>}
        <div class="save-bar">
          <button class="button" type="submit">{next ? texts.section.next : texts.section.last}</button>
          <SaveState saver={saver} />
        </div>
      </form>
      {closed.length > 0 && (
        <details>
          <summary>{texts.correction.closed(closed.length)}</summary>
          <SectionAnswers section={section} answers={work.answers} isAsked={(field) => closed.some((each) => each.field === field)} />
        </details>
      )}
    </Page>
    </UploadsContext.Provider>
  );
}

export function SectionPage({ id = "", section: key = "" }: PathParameters) {
  const { language } = useLanguage();
  const loaded = useResource(`section ${id} ${key}`, () => beginWork(id, language));

  return (
    <LoadedPage resource={loaded}>
      {({ work, beginning }) => {
        const section = work.sections.find((each) => each.key === key);
        return section && work.application.mayEdit ? <Body {...{ work, section, beginning }} /> : <NotFoundPage />;
      }}
    </LoadedPage>
  );
}
