// How many workers there are, in the bar; pressed, how much of the machine is in use.

import { useId, useState } from "preact/hooks";
import { later } from "../../parts/later";
import { state } from "../../state/store";
import { counted, text } from "../../text/text";
import css from "./Workers.module.css";

// Few look, and a first visit has enough to load.
const Machine = later(async () => (await import("./Machine")).Machine);

export function Workers() {
  const workers = state.catalogue.value?.workers ?? 0;
  const device = (state.catalogue.value?.devices[0] ?? "").toUpperCase();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <button type="button" class={css.workers} popovertarget={id} aria-expanded={open} title={text("machine.open")}>
        <span>{counted("link.workers", workers, { device })}</span>
      </button>
      <div id={id} class={css.machine} popover="auto" role="region" aria-label={text("machine.open")} onToggle={(event) => setOpen(event.newState === "open")}>
        {open && <Machine />}
      </div>
    </>
  );
}
