/* Lists whose order people choose: by buttons, which keep the focus, or by dragging with a pointer. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

interface Props {
  /** Its key in the list. */
  item: string;
  name: string;
  words: { up: string; down: string };
  canUp: boolean;
  canDown: boolean;
  onStep: (step: -1 | 1) => void;
}

/** The buttons of one item. After a step the focus is on the same button, or on the other one at the end. */
export function StepButtons({ item, name, words, canUp, canDown, onStep }: Props) {
  const pressed = useRef<"up" | "down" | null>(null);
  const box = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const wanted = pressed.current;
    if (!wanted) return;
    pressed.current = null;
    const buttons = box.current?.querySelectorAll("button");
    const button = buttons?.[wanted === "up" ? (canUp ? 0 : 1) : (canDown ? 1 : 0)];
    button?.focus();
  });
  const press = (which: "up" | "down") => {
    pressed.current = which;
    onStep(which === "up" ? -1 : 1);
  };
  return (
    <span class="steps-of" ref={box}>
      <button class="button plain small" type="button" id={`${item}-up`} aria-disabled={!canUp} onClick={() => canUp && press("up")}>
        <span aria-hidden="true">↑</span><span class="unseen">{words.up}: {name}</span>
      </button>
      <button class="button plain small" type="button" id={`${item}-down`} aria-disabled={!canDown} onClick={() => canDown && press("down")}>
        <span aria-hidden="true">↓</span><span class="unseen">{words.down}: {name}</span>
      </button>
    </span>
  );
}

/* One drag at a time; what is dragged is known by its list and key. */
let dragged: { list: string; item: string } | null = null;

interface DragProps {
  /** Items can be dropped only among items of the same list. */
  list: string;
  item: string;
  onDropBefore: (item: string) => void;
  class?: string;
  children: ComponentChildren;
}

/** A list item that can be dragged, and before which others can be dropped. */
export function Draggable({ list, item, onDropBefore, class: look = "", children }: DragProps) {
  const [over, setOver] = useState(false);
  const [held, setHeld] = useState(false);
  const fits = () => dragged?.list === list && dragged.item !== item;

  return (
    <li class={`${look} draggable${over ? " over" : ""}${held ? " held" : ""}`} draggable data-item={item}
      onDragStart={(event) => {
        dragged = { list, item };
        event.dataTransfer?.setData("text/plain", item);
        event.stopPropagation();
        setHeld(true);
      }}
      onDragEnd={() => {
        dragged = null;
        setHeld(false);
      }}
      onDragOver={(event) => {
        if (!fits()) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        if (!dragged || !fits()) return;
        event.preventDefault();
        event.stopPropagation();
        onDropBefore(dragged.item);
      }}>
      {children}
    </li>
  );
}

/** The place behind the last item of a list. */
export function DropEnd({ list, onDrop, children }: { list: string; onDrop: (item: string) => void; children?: ComponentChildren }) {
  const [over, setOver] = useState(false);

  return (
    <li class={over ? "drop-end over" : "drop-end"}
      onDragOver={(event) => {
        if (dragged?.list !== list) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        if (dragged?.list !== list) return;
        event.preventDefault();
        onDrop(dragged.item);
      }}>
      {children}
    </li>
  );
}
