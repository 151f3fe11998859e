// What a waiting run is moved by: dragged to another place in the queue, or moved by keys.

import { useLayoutEffect, useRef } from "preact/hooks";
import type { Run } from "../../generated/types";
import { Icon } from "../../parts/Icon";
import { moveTo } from "../../state/listed";
import { nameOf, state } from "../../state/store";
import { text } from "../../text/text";
import css from "./Runs.module.css";

const GRIP = `.${css.grip}`;
const NAME = `.${css.runName}`;

/** Whose row had the focus before its place changed: a row that is moved in the document loses it. */
let focused: { run: string; on: string } | null = null;

document.addEventListener("focusin", ({ target }) => {
  const row = target instanceof Element ? target.closest<HTMLElement>("tr[data-state=queued]") : null;
  const on = target instanceof Element && target.matches(GRIP) ? GRIP : NAME;
  focused = row?.dataset.run && target instanceof Element && target.matches(`${GRIP}, ${NAME}`) ? { run: row.dataset.run, on } : null;
});

export function Grip({ run }: { run: Run }) {
  const grip = useRef<HTMLButtonElement>(null);
  const words = text("runs.queue.grip", { name: nameOf(run.id) });
  useLayoutEffect(() => {
    if (focused?.run === run.id && document.activeElement === document.body)
      grip.current?.closest("tr")?.querySelector<HTMLElement>(focused.on)?.focus();
  });
  return (
    <button
      type="button"
      class={css.grip}
      ref={grip}
      aria-label={words}
      aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
      title={text("runs.queue.grip.title")}
      onPointerDown={(event) => drag(event, run)}
    >
      <Icon name="grip" />
    </button>
  );
}

interface Target {
  row: HTMLElement;
  later: boolean;
}

/** The row follows no finger: a line shows where it would go. */
function drag(event: PointerEvent, run: Run): void {
  const grip = event.currentTarget as HTMLElement;
  const rows = grip.closest("tbody")?.querySelectorAll<HTMLElement>("tr[data-run][data-state=queued]") ?? [];
  if (event.button !== 0) return;
  grip.setPointerCapture(event.pointerId);
  let target: Target | null = null;
  const over = ({ clientY }: PointerEvent) => {
    mark(null);
    target = under([...rows], clientY, run);
    mark(target);
  };
  const end = (last: Event) => {
    for (const [name, act] of Object.entries(handlers)) grip.removeEventListener(name, act as EventListener);
    mark(null);
    const to = state.runs.value.get(target?.row.dataset.run ?? "");
    if (last.type === "pointerup" && target && to) moveTo(run, to, target.later);
  };
  const handlers = { pointermove: over, pointerup: end, pointercancel: end, lostpointercapture: end };
  for (const [name, act] of Object.entries(handlers)) grip.addEventListener(name, act as EventListener);
}

/** The upper half of a row is before it, the lower half behind it. */
function under(rows: readonly HTMLElement[], y: number, run: Run): Target | null {
  for (const row of rows) {
    const { top, bottom } = row.getBoundingClientRect();
    if (y >= top && y < bottom) return row.dataset.run === run.id ? null : { row, later: y > (top + bottom) / 2 };
  }
  return null;
}

function mark(target: Target | null): void {
  for (const row of document.querySelectorAll<HTMLElement>("tr[data-drop]")) delete row.dataset.drop;
  if (target) target.row.dataset.drop = target.later ? "after" : "before";
}
