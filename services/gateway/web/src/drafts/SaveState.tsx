/* Always visible where somebody writes: whether it is saved. Heard only when something needs attention. */
import { formatClock } from "../format/moments";
import { useLanguage } from "../language/context";
import { useScoped } from "../language/scoped";
import { writing } from "../texts/writing";
import type { Writing } from "../texts/writing/pl";
import type { Language } from "../language/languages";
import type { Saver } from "./useAutosave";

function shortText(saver: Saver, texts: Writing, language: Language): string {
  switch (saver.state.kind) {
    case "saved": return saver.savedAt ? texts.savedAt(formatClock(saver.savedAt, language)) : texts.saved;
    case "changed": return saver.incomplete ? texts.changedExcept : texts.changed;
    case "saving": return texts.saving;
    case "waiting": return texts.waitingShort;
    case "signed-out": return texts.signedOutShort;
    case "conflict": return texts.conflictShort;
    case "refused": return texts.refusedShort;
  }
}

export function SaveState({ saver }: { saver: Saver }) {
  const { language } = useLanguage();
  const texts = useScoped(writing);
  const { state } = saver;
  const calm = state.kind === "saved" || state.kind === "changed" || state.kind === "saving";

  return (
    <div class={`save-state ${state.kind}`}>
      <p>{shortText(saver, texts, language)}</p>
      <p class="unseen" role="status">{calm ? "" : shortText(saver, texts, language)}</p>
    </div>
  );
}

/** What to do when saving does not go on by itself. */
export function SaveTrouble({ saver }: { saver: Saver }) {
  const texts = useScoped(writing);
  const { state } = saver;

  if (state.kind === "waiting")
    return (
      <div class="notice warm">
        <p>{state.problem.status === 0 ? texts.waiting : texts.waitingServer}</p>
        <button class="button plain" type="button" onClick={() => void saver.flush()}>{texts.tryNow}</button>
      </div>
    );
  if (state.kind === "refused")
    return <div class="errors" role="alert"><p>{state.problem.detail}</p></div>;
  return null;
}
