// Several runs in one picture: the first line of each of their charts, in the colour of the run, and what all have in common.

import { type Moment, weightsWords } from "../../curves/origin";
import type { Run, View } from "../../generated/types";
import { LinesPicture } from "../../parts/pictures/LinesPicture";
import { hueNamed } from "../../parts/pictures/paint";
import { type Charts, type Lines, worded } from "../../parts/pictures/worded";
import { at } from "../../state/looks";
import { asked } from "../../state/present";
import { lookKey } from "../../state/receive";
import { nameOf, paintOf, state } from "../../state/store";
import { sharedLines } from "./shared";

export function Overlaid({ runs, view }: { runs: readonly Run[]; view: View }) {
  const drawn = runs.flatMap((run) => {
    const charts = chartsOf(run, view);
    return charts === null ? [] : [{ run, charts: charts.picture.charts, moment: charts.moment }];
  });
  const first = drawn[0];
  if (drawn.length < 2 || first === undefined) return null;
  return (
    <>
      {first.charts.map((chart, place) => {
        const own = drawn.flatMap(({ run, charts }) => {
          const same = charts[place];
          return same?.title === chart.title && same.count === chart.count ? [{ run, chart: same }] : [];
        });
        return own.length < 2 ? null : <LinesPicture key={chart.title} picture={overlaid(own)} />;
      })}
      {drawn.map(({ run, moment }) => (
        <p class="words" key={run.id}>
          {weightsWords(nameOf(run.id), run, moment)}
        </p>
      ))}
    </>
  );
}

function overlaid(own: readonly { run: Run; chart: Lines }[]): Lines {
  const charts = own.map(({ chart }) => chart);
  const lines = own.flatMap(({ run, chart }) => {
    const [line] = chart.lines;
    return line === undefined ? [] : [{ ...line, name: nameOf(run.id), hue: hueNamed(paintOf.value.get(run.id)?.hue) }];
  });
  return {
    ...(charts[0] as Lines),
    lowest: Math.min(...charts.map((chart) => chart.lowest)),
    highest: Math.max(...charts.map((chart) => chart.highest)),
    lines: [...lines, ...sharedLines(charts)],
    remarks: [],
  };
}

function chartsOf(run: Run, view: View): { picture: Charts; moment: Moment } | null {
  const answer = state.looked.value.get(lookKey(run.id, view.name, asked.value, at(run, state.lookBack.value)));
  const picture = answer && worded(answer.picture);
  return picture?.type === "charts" && picture.overlaid ? { picture, moment: answer as Moment } : null;
}
