// A quiet field for a few words that the rows are to have.

import { found, rows } from "../../state/listed";
import { state } from "../../state/store";
import { whole } from "../../text/numbers";
import { text } from "../../text/text";

export function Filter() {
  const write = (words: string) => {
    state.filter.value = words;
  };
  const sought = state.filter.value.trim() !== "";
  return (
    <div class="run-filter" role="search">
      <input
        type="search"
        aria-label={text("runs.filter")}
        placeholder={text("runs.filter.example")}
        value={state.filter.value}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          write("");
        }}
      />
      <span class="words" role="status">
        {sought && text("runs.filter.found", { found: whole(found.value.length), count: whole(rows.value.length) })}
      </span>
    </div>
  );
}
