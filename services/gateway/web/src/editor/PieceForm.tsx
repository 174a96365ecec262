/* The page of one thing of a call: its entries, what is wrong with them, and whether they are saved. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Problem } from "../api/problem";
import type { Call, CallDefinition } from "../api/shapes";
import { ConflictPanel } from "../drafts/ConflictPanel";
import { SaveState, SaveTrouble } from "../drafts/SaveState";
import { SignInHere } from "../drafts/SignInHere";
import { useLanguage } from "../language/context";
import { useScoped } from "../language/scoped";
import { ErrorPanel } from "../parts/form";
import { LoadedPage } from "../parts/Loaded";
import { Page } from "../parts/Page";
import { useResource } from "../parts/resource";
import { navigate } from "../router/location";
import { editor } from "../texts/editor";
import { writing } from "../texts/writing";
import { openDesk } from "./desk";
import { applyValues, idOf, isShown, type Entry } from "./entries";
import { EntryInput } from "./inputs";
import { beginPiece, usePiece, type Piece } from "./usePiece";

interface ThingProps {
  callId: string;
  /** Of this thing in the call: "section idea team". */
  what: string;
  title: string;
  lead?: string;
  back: { address: string; name: string };
  locate: (definition: CallDefinition) => string | undefined;
  entries: (definition: CallDefinition, call: Call) => readonly Entry[];
  /** Acts on the thing as a whole, below its entries. */
  below?: (piece: Piece) => ComponentChildren;
}

function shownText(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map((each) => shownText(each)).join("\n");
  if (typeof value === "object" && value !== null) return Object.values(value).map(shownText).filter(Boolean).join(" / ");
  return value === true ? "✓" : "";
}

/* An address with #entry leads there, as from the list of what is missing. */
function focusEntry(key: string): void {
  const found = document.getElementById(key) ?? document.querySelector<HTMLElement>(`[id^="${CSS.escape(key)}"]`);
  found?.focus();
  found?.scrollIntoView({ block: "center" });
}

function Body({ piece, title, lead, back, below }: { piece: Piece } & Omit<ThingProps, "locate" | "entries" | "callId" | "what">) {
  const { language } = useLanguage();
  const words = useScoped(editor);
  const saving = useScoped(writing);
  const saver = usePiece(piece, language);
  const [refused, setRefused] = useState<Problem | null>(null);
  const { entries } = piece;
  const shown = entries.filter((entry) => isShown(entry, saver.values));
  const misread = applyValues(entries, saver.values, {});
  const errorOf = ({ key, kind }: Entry) => saver.refusals[key]?.detail
    ?? (misread.includes(key) && kind !== "window" ? words.misread[kind === "money" || kind === "points" ? "amount" : "number"] : undefined)
    ?? (misread.includes(key) ? words.misread.instant : undefined);
  const wrong = shown.flatMap((entry) => {
    const text = errorOf(entry);
    return text ? [{ address: `#${idOf(entry.key)}`, text: `${entry.label}: ${text}` }] : [];
  });
  const leave = async (event: SubmitEvent) => {
    event.preventDefault();
    if (await saver.flush()) navigate(back.address);
    else setRefused(new Problem(400, "unsaved", saving.changedExcept));
  };

  return (
    <Page title={title} refused={refused !== null && wrong.length > 0}
      above={(
        <>
          <p class="back"><a href={back.address}>{back.name}</a></p>
          {refused && wrong.length > 0 && <ErrorPanel title={words.errorTitle} problem={refused} links={wrong} />}
          <ConflictPanel saver={saver} labelOf={(key) => entries.find((entry) => entry.key === key)?.label ?? key}
            show={(_, value) => shownText(value)} join={() => undefined} />
        </>
      )}>
      {lead && <p class="lead">{lead}</p>}
      {piece.beginning.recovered && <div class="notice"><p>{saving.recovered}</p></div>}
      <SignInHere saver={saver} />
      <form class="sheet" onSubmit={(event) => void leave(event)} noValidate>
        {shown.map((entry) => (
          <EntryInput key={entry.key} entry={entry} value={saver.values[entry.key]} error={errorOf(entry)}
            onChange={(value) => saver.change({ [entry.key]: value })} />
        ))}
        <SaveTrouble saver={saver} />
        <div class="save-bar">
          <button class="button" type="submit">{words.saveAndBack}</button>
          <SaveState saver={saver} />
        </div>
      </form>
      {below?.(piece)}
    </Page>
  );
}

export function ThingPage({ callId, what, locate, entries, ...props }: ThingProps) {
  const { language } = useLanguage();
  const loaded = useResource(`${what} of ${callId} in ${language}`, async () => {
    const piece = await beginPiece(await openDesk(callId), what, locate, entries, language);
    const wanted = decodeURIComponent(location.hash.slice(1));
    if (wanted) setTimeout(() => focusEntry(wanted), 100);
    return piece;
  });

  return <LoadedPage resource={loaded}>{(piece) => <Body key={piece.name} piece={piece} {...props} />}</LoadedPage>;
}
