// The page in a frame of another site: one view inside chosen networks, and nothing to press.

import { OneRun } from "../../panels/inside/OneRun";
import { lookedInto, state } from "../../state/store";
import { view } from "../../state/present";
import { text } from "../../text/text";
import "../../text/embedding";
import css from "./Embedded.module.css";

export function Embedded({ asked }: { asked: string }) {
  const shown = view.value?.name === asked ? view.value : undefined;
  const runs = lookedInto.value.filter(({ id }) => state.chosen.value.includes(id));
  if (shown !== undefined && runs.length > 0)
    return (
      <main class={css.embedded}>
        <h1>{shown.title}</h1>
        <div class={css.runs}>
          {runs.map((run) => (
            <OneRun key={run.id} run={run} view={shown} />
          ))}
        </div>
      </main>
    );
  return (
    <main class={css.embedded}>
      <p class="words">{text(state.runs.value.size > 0 ? "embed.gone" : "embed.waits")}</p>
    </main>
  );
}
