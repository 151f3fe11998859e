// What a chart is given to draw.

import type { Axis } from "../../curves/axis";
import type { Baseline } from "../../curves/baselines";
import type { Drawing } from "../../curves/drawing";
import type { Colours } from "./colours";

export interface Settings {
  axis: Axis;
  axisTitle: string;
  logarithmic: boolean;
  range: [number, number] | null;
  /** Whether only a part of the x axis is shown. */
  closer: boolean;
  format: (value: number) => string;
  baselineWords: (baseline: Baseline) => string;
  colours: Colours;
}

export interface Shown {
  drawing: Drawing;
  settings: Settings;
  highlighted: string | null;
  /** Ends of epochs, where the axis counts something else. */
  epochs: number[];
  /** Where on the axis the views inside look at; null is now. */
  looked: number | null;
}
