// Series that are parts of a whole, on top of each other: a picture for each run, all to one scale.

import { area, type Stack, stackOf } from "../../curves/stack";
import { paint } from "../../parts/pictures/paint";
import { stacked } from "../../state/charted";
import { historyOf, nameOf, state, subjects } from "../../state/store";
import { measured, plain } from "../../text/numbers";
import { row, text } from "../../text/text";
import "../../text/codes";
import chartsCss from "./Charts.module.css";
import css from "./StackChart.module.css";

/** Beside each other there is room for so many. */
const MOST = 4;

export function StackChart() {
  state.grown.value;
  const names = stacked.value.map(([name]) => name);
  const drawn = subjects.value.slice(-MOST).flatMap(({ run }) => {
    const stack = stackOf(historyOf(run.id), names);
    return stack ? [{ run: run.id, stack }] : [];
  });
  const top = Math.max(0, ...drawn.map(({ stack }) => stack.top));
  const title = row(stacked.value.map(([, series]) => series.title));
  return (
    <figure class={`${chartsCss.chart} ${css.stacked}`}>
      <figcaption>
        <h2>{text("stack.title")}</h2>
        <span class="words">
          {stacked.value.map(([name, series], place) => (
            <span class={css.part} key={name} {...paint(place + 1)}>
              {series.title}
            </span>
          ))}
        </span>
      </figcaption>
      {drawn.length === 0 && <p class="words">{text("stack.waits")}</p>}
      <div class={css.stacks}>
        {drawn.map(({ run, stack }) => (
          <div class={css.stack} key={run}>
            <svg viewBox="0 0 1 1" preserveAspectRatio="none" role="img" aria-label={row([nameOf(run), title])}>
              {names.map((name, place) => (
                <path key={name} d={area({ ...stack, top }, place)} {...paint(place + 1)} />
              ))}
            </svg>
            <p>
              <b>{nameOf(run)}</b> {lastOf(stack)}
            </p>
          </div>
        ))}
      </div>
      {top > 0 && <span class={css.top}>{plain(Math.round(top))}</span>}
    </figure>
  );
}

/** "142 + 7.1 nats" */
function lastOf({ parts }: Stack): string {
  const unit = stacked.value[0]?.[1].unit ?? "";
  const values = parts.map((part) => measured({ percent: false, unit: "" }, part.at(-1)));
  return `${values.join(" + ")} ${unit}`;
}
