// Above Train where the training would take hours: how long, and the size that learns here.

import type { Plan } from "../../generated/types";
import type { Setting } from "../../setup/controls";
import { set } from "../../state/actions";
import "../../text/fetching";
import { duration, plain } from "../../text/numbers";
import { sentences, text } from "../../text/text";
import css from "./Fetching.module.css";

export function Long({ plan, seconds }: { plan: Plan; seconds: number | null }) {
  const classroom = Object.entries(plan.classroom);
  return (
    <div class={css.fetching} role="group">
      <p class="problem">{seconds === null ? text("long.room") : lengthWords(plan, seconds)}</p>
      {classroom.length > 0 && (
        <button
          type="button"
          class="small wide"
          onClick={() => {
            for (const [pointer, value] of classroom) set(pointer, value as Setting);
          }}
        >
          {text("long.classroom")}
        </button>
      )}
    </div>
  );
}

function lengthWords(plan: Plan, seconds: number): string {
  const time = text(plan.seconds_per_epoch === null ? "long.least" : "long.about", { time: rough(seconds) });
  const epochs = plan.steps / Math.max(1, plan.steps_per_epoch);
  const published = Object.keys(plan.classroom).length > 0;
  return sentences([text(published ? "long.published" : "long.network", { time }), epochs > 1 ? text("long.all", { all: rough(seconds * epochs) }) : ""]);
}

const DAY = 86_400;

/** An estimate says no more than it knows. */
function rough(seconds: number): string {
  if (seconds >= 2 * DAY) return text("long.days", { days: plain(Number((seconds / DAY).toPrecision(2))) });
  return seconds < 5_400 ? duration(seconds) : text("duration.hours", { hours: plain(Number((seconds / 3_600).toPrecision(2))) });
}
