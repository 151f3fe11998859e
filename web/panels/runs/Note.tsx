// A line that somebody wrote about a run, below its row; pressed, it is written anew.

import { useEffect, useRef } from "preact/hooks";
import type { Run } from "../../generated/types";
import { note } from "../../state/listed";
import { nameOf, state } from "../../state/store";
import { writeNote } from "../../state/table";
import { text } from "../../text/text";
import css from "./Runs.module.css";

/** The server keeps no longer ones. */
const LONGEST = 2_000;

export function NoteRow({ run }: { run: Run }) {
  const name = nameOf(run.id);
  return (
    <tr class={css.note}>
      <td colSpan={9}>
        {state.noting.value === run.id ? (
          <Line run={run} />
        ) : (
          <button
            type="button"
            class={css.noteWords}
            title={text("runs.note.change", { name })}
            onClick={() => writeNote(run.id)}
          >
            <span class="unseen">{text("runs.note.of", { name })}: </span>
            {run.note}
          </button>
        )}
      </td>
    </tr>
  );
}

function Line({ run }: { run: Run }) {
  const line = useRef<HTMLInputElement>(null);
  useEffect(() => line.current?.focus(), []);
  const leave = (words: string) => {
    // A line that goes away is left as well; what was decided first counts.
    if (state.noting.peek() === run.id) note(run, words);
  };
  return (
    <input
      type="text"
      class={css.noteLine}
      ref={line}
      maxLength={LONGEST}
      aria-label={text("runs.note.of", { name: nameOf(run.id) })}
      defaultValue={run.note}
      onBlur={(event) => leave(event.currentTarget.value.trim())}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== "Escape") return;
        event.preventDefault();
        const row = line.current?.closest("tr")?.previousElementSibling;
        leave(event.key === "Enter" ? event.currentTarget.value.trim() : run.note);
        row?.querySelector<HTMLElement>(`.${css.runName}`)?.focus();
      }}
    />
  );
}
