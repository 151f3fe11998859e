// How fast people watch: full speed, or so many steps a second.

import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { PACES, type Pace, paceWords } from "../curves/pace";
import type { Run } from "../generated/types";
import { slow, slowRace } from "../state/pacing";
import { setPace } from "../state/setup";
import { active, state } from "../state/store";
import { plain } from "../text/numbers";
import { text } from "../text/text";
import css from "./Field.module.css";
import paceCss from "./Pace.module.css";

/** Of one run, or of the seeds of one variant together. */
export function RunPace({ runs, name }: { runs: readonly Run[]; name: string }) {
  const pace = common(runs);
  const race = runs[0]?.race ?? null;
  const others = active.value.some((run) => race !== null && run.race === race && !runs.includes(run));
  return (
    <Paces label={text("pace.of", { name })} pace={pace} choose={(chosen) => slow(runs, chosen)}>
      {others && race !== null && pace !== undefined && (
        <button type="button" class="link" onClick={() => slowRace(race, pace)}>
          {text("pace.race")}
        </button>
      )}
    </Paces>
  );
}

/** Of what starts next. */
export function NextPace() {
  return <Paces label={text("pace.title")} pace={state.pace.value} choose={setPace} />;
}

interface Props {
  /** For those who hear it alone. */
  label: string;
  /** Undefined where several have not the same. */
  pace: Pace | undefined;
  choose: (pace: Pace) => void;
  children?: ComponentChildren;
}

function Paces({ label, pace, choose, children }: Props) {
  const group = useId();
  return (
    <fieldset class={paceCss.pace} aria-label={label}>
      <legend class={css.title}>{text("pace.title")}</legend>
      <div class={css.segments}>
        {PACES.map((one) => (
          <label key={one} class={one === pace ? `${css.segment} ${css.on}` : css.segment}>
            <input type="radio" name={group} aria-label={paceWords(one)} checked={one === pace} onChange={() => choose(one)} />
            <span>{one === null ? paceWords(one) : plain(one)}</span>
          </label>
        ))}
      </div>
      <p class="words">{text("pace.words")}</p>
      {children}
    </fieldset>
  );
}

/** The speed that all have; undefined where they differ. */
function common(runs: readonly Run[]): Pace | undefined {
  const first = runs[0]?.steps_per_second;
  return runs.every((run) => run.steps_per_second === first) ? first : undefined;
}
