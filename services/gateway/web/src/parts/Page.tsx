import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useTexts } from "../language/context";
import { useLocation } from "../router/location";
import { isRehearsed } from "../router/rehearsed";

interface Props {
  title: string;
  /** The language of the title when it is not that of the interface. */
  titleLanguage?: string | undefined;
  /** What stands before the heading. */
  above?: ComponentChildren;
  /** Whether the page shows a form that was refused: the window's title says it first. */
  refused?: boolean;
  children: ComponentChildren;
}

/* Nobody must take a rehearsal for the real thing, on whatever page they are. */
function Banner() {
  const { banner, text } = useTexts().rehearsed;

  return <p class="rehearsed"><strong>{banner}:</strong> {text}</p>;
}

/** A page: names the window and, after a visit without a reload, moves the focus to its heading. */
export function Page({ title, titleLanguage, above, refused = false, children }: Props) {
  const texts = useTexts();
  const { path, visits } = useLocation();
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    document.title = `${refused ? texts.forms.errorPrefix : ""}${title} – ${texts.name}`;
  }, [title, refused, texts]);
  useEffect(() => {
    if (visits > 0) heading.current?.focus({ preventScroll: true });
  }, [visits]);
  return (
    <div class="page">
      {isRehearsed(path) && <Banner />}
      {above}
      <h1 ref={heading} tabIndex={-1} lang={titleLanguage}>{title}</h1>
      {children}
    </div>
  );
}
