/* What people wrote, as opposed to the interface: in two languages, or in Polish only. */
import type { LocalText } from "../api/shapes";
import { blocksOf, type Block } from "../format/blocks";
import { useLanguage } from "../language/context";
import type { Language } from "../language/languages";

export function localText(text: LocalText | undefined, language: Language): string {
  return (language === "en" && text?.en) || (text?.pl ?? "");
}

/** The language to mark the text with, when it is not that of the interface. */
export function localLanguage(text: LocalText | undefined, language: Language): string | undefined {
  return language === "en" && !text?.en ? "pl" : undefined;
}

export function Local({ text }: { text: LocalText | undefined }) {
  const { language } = useLanguage();

  return <span lang={localLanguage(text, language)}>{localText(text, language)}</span>;
}

function TextBlock({ block }: { block: Block }) {
  const items = block.lines.map((line, index) => <li key={index}>{line}</li>);

  if (block.kind === "bullets") return <ul>{items}</ul>;
  if (block.kind === "numbers") return <ol>{items}</ol>;
  return <p>{block.lines.join("\n")}</p>;
}

/** Plain text of some length, with its paragraphs and lists. */
export function Prose({ text, language }: { text: string; language?: string | undefined }) {
  return (
    <div class="prose" lang={language}>
      {blocksOf(text).map((block, index) => <TextBlock key={index} block={block} />)}
    </div>
  );
}
