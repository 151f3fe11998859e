// A button that films the training that is looked into.

import { useRef, useState } from "preact/hooks";
import { download } from "../../browser/downloading";
import type { Run } from "../../generated/types";
import { view } from "../../state/present";
import { state } from "../../state/store";
import { say } from "../../state/toasts";
import { text } from "../../text/text";
import "../../text/filming";
import { epochs, film } from "./filming";
import css from "./Inside.module.css";

export function Film({ runs }: { runs: readonly Run[] }) {
  const [place, tell] = useState(0);
  const stopped = useRef(false);
  const kept = epochs(runs);
  const start = async () => {
    stopped.current = false;
    try {
      const made = await film(runs, kept, { tell, stopped: () => stopped.current });
      if (made !== null) download(made, `${state.spec.value.task.name}-${view.value?.name ?? "view"}.gif`);
    } catch (error) {
      say(error instanceof Error ? error.message : String(error), { about: "film" });
    }
    tell(0);
  };
  const press = () => {
    if (place === 0) return void start();
    stopped.current = true;
  };
  return (
    <button type="button" class={`small ${css.film} ${kept.length < 2 ? css.idle : ""}`} title={text("film.words", { count: kept.length })} onClick={press}>
      {place === 0 ? text("film.make") : text("film.stop", { place, count: kept.length })}
    </button>
  );
}
