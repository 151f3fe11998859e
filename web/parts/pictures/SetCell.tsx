// A canvas whose cells stand for values of two settings of a laboratory: the one that is pressed gives its own to both.

import type { ComponentChildren } from "preact";
import { laboratory, setSeveralInLaboratory } from "../../state/laboratory";
import { plain } from "../../text/numbers";
import { sentences, text } from "../../text/text";
import { AskCell } from "./AskCell";
import type { Panel } from "./worded";

type Axes = NonNullable<Panel["sets"]>;

export function SetCell({ panel, axes, children }: { panel: Panel; axes: Axes; children: ComponentChildren }) {
  const [down, across] = axes;
  const settings = laboratory.place.value?.settings ?? {};
  const at = ({ setting, values }: Axes[number]) => nearest(values, Number(settings[setting]));
  const set = (question: string) => {
    const [row, column] = question.split(",").map((part) => Number(part) - 1);
    const [lower, right] = [down.values[row ?? -1], across.values[column ?? -1]];
    if (lower !== undefined && right !== undefined) setSeveralInLaboratory({ [down.setting]: lower, [across.setting]: right });
  };
  const asking = { question: `${at(down) + 1},${at(across) + 1}`, ask: set, words: "" };
  const value = ({ title, values }: Axes[number], place: number) => `${title} ${plain(values[place] ?? 0)}`;
  const said = (row: number, column: number) => sentences([value(across, column), value(down, row)]);
  return (
    <AskCell panel={{ ...panel, asks: "{row},{column}" }} asking={asking} other={{ label: text("laboratory.cell", { title: panel.title }), said }}>
      {children}
    </AskCell>
  );
}

/** The place of the value that is nearest. */
export function nearest(values: readonly number[], wanted: number): number {
  const away = values.map((value) => Math.abs(value - wanted));
  return away.indexOf(Math.min(...away));
}
