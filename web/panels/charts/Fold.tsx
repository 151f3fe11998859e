// What floats beside its summary while it is open: closed by Escape, and by whatever happens outside of it.

import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { stay } from "../../parts/staying";
import css from "./Charts.module.css";

interface Props {
  class: string | undefined;
  summary: ComponentChildren;
  /** What the summary says where it shows only a sign. */
  label?: string;
  children: ComponentChildren;
}

export function Fold({ class: name, summary, label, children }: Props) {
  const fold = useRef<HTMLDetailsElement>(null);
  const [open, setOpen] = useState(false);
  useLayoutEffect(() => {
    stay(fold.current?.querySelector<HTMLElement>(`.${css.foldInside}`));
  }, [open]);
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (event.target instanceof Node && !fold.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("focusin", outside);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("focusin", outside);
    };
  }, [open]);
  return (
    <details
      class={`${css.fold} ${name}`}
      ref={fold}
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return;
        event.preventDefault();
        setOpen(false);
        fold.current?.querySelector("summary")?.focus();
      }}
    >
      <summary aria-label={label} title={label}>
        {summary}
      </summary>
      {open && <div class={css.foldInside}>{children}</div>}
    </details>
  );
}
