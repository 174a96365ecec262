import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Page } from "../../parts/Page";

/** What stands in the place of a form that was sent: takes the focus, which the form had. */
export function ResultPage({ title, children }: { title: string; children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => box.current?.querySelector("h1")?.focus(), []);
  return <div ref={box} class="result"><Page title={title}>{children}</Page></div>;
}
