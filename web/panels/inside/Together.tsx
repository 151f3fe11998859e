// Several runs class by class: what each of them gets right, beside each other, and of two the difference. Lines of several
// runs lie over each other in one picture.

import type { Run, View } from "../../generated/types";
import { type Moment, weightsMoment, weightsWords } from "../../curves/origin";
import { later } from "../../parts/later";
import { Mark } from "../../parts/Mark";
import { Origin } from "../../parts/Origin";
import { type Shares, worded } from "../../parts/pictures/worded";
import { at } from "../../state/looks";
import { asked } from "../../state/present";
import { lookKey } from "../../state/receive";
import { nameOf, paintOf, state } from "../../state/store";
import { percent } from "../../text/numbers";
import { row, text } from "../../text/text";
import { together } from "./together";
import css from "./Together.module.css";

const Overlaid = later<{ runs: readonly Run[]; view: View }>(async () => (await import("./Overlaid")).Overlaid);

export function Together({ runs, view }: { runs: readonly Run[]; view: View }) {
  if (overlays(runs, view)) return <Overlaid runs={runs} view={view} />;
  const drawn = runs.flatMap((run) => {
    const shares = sharesOf(run, view);
    return shares === null ? [] : [{ run, ...shares }];
  });
  if (drawn.length < 2) return null;
  const two = drawn.length === 2;
  return (
    <div class={css.together} tabIndex={0} role="group" aria-label={view.title}>
      {together(drawn.map(({ shares }) => shares)).map(({ title, rows }) => (
        <table key={title} style={{ "--columns": drawn.length + (two ? 1 : 0) }}>
          <caption>{title}</caption>
          <thead>
            <tr>
              <td />
              {drawn.map(({ run, moment }) => (
                <th scope="col" key={run.id}>
                  <Mark paint={paintOf.value.get(run.id)} /> {nameOf(run.id)}
                  <span class={css.from}>
                    <Origin words={weightsWords(nameOf(run.id), run, moment)}>{row(weightsMoment(run, moment))}</Origin>
                  </span>
                </th>
              ))}
              {two && <th scope="col">{text("inside.difference")}</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ label, shares, difference }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {shares.map((share, place) => (
                  <td key={place} data-hue={paintOf.value.get(drawn[place]?.run.id ?? "")?.hue ?? "grey"}>
                    <span class={css.bar} style={{ "--part": `${100 * (share ?? 0)}%` }} aria-hidden="true" />
                    {share === null ? "–" : percent(share)}
                  </td>
                ))}
                {two && <td>{difference === null ? "–" : signed(difference)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}

/** Whether these pictures are lines that can lie over each other. */
function overlays(runs: readonly Run[], view: View): boolean {
  return runs.some((run) => {
    const picture = state.looked.value.get(lookKey(run.id, view.name, asked.value, at(run, state.lookBack.value)))?.picture;
    return picture?.type === "charts" && picture.overlaid;
  });
}

function sharesOf(run: Run, view: View): { shares: Shares; moment: Moment } | null {
  const answer = state.looked.value.get(lookKey(run.id, view.name, asked.value, at(run, state.lookBack.value)));
  const picture = answer && worded(answer.picture);
  // What is measured only when it is asked for is another network's own.
  return picture?.type === "shares" && picture.groups.flat().every(({ name }) => name === null) ? { shares: picture, moment: answer as Moment } : null;
}

/** "+3.0 %", "−3.0 %" */
function signed(difference: number): string {
  const size = percent(Math.abs(difference));
  return difference === 0 ? size : `${difference > 0 ? "+" : "−"}${size}`;
}
