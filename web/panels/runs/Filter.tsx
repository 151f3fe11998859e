// A quiet field for a few words that the rows are to have.

import { found, rows } from "../../state/listed";
import { state } from "../../state/store";
import { seek } from "../../state/table";
import { whole } from "../../text/numbers";
import { text } from "../../text/text";
import css from "./Runs.module.css";

export function Filter() {
  const sought = state.filter.value.trim() !== "";
  return (
    <div class={css.runFilter} role="search">
      <input
        type="search"
        aria-label={text("runs.filter")}
        placeholder={text("runs.filter.example")}
        value={state.filter.value}
        onInput={(event) => seek(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          seek("");
        }}
      />
      <span class="words" role="status">
        {sought && text("runs.filter.found", { found: whole(found.value.length), count: whole(rows.value.length) })}
      </span>
    </div>
  );
}
