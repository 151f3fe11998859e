// The guessing levels of a chart: dotted lines below all curves, and their words above them.

import type uPlot from "uplot";
import type { Baseline } from "../../curves/baselines";
import { fitting, ratio, rimmed } from "./marks";
import type { Shown } from "./shown";

interface Level {
  baseline: Baseline;
  /** On the canvas. */
  y: number;
  /** Of 1: what belongs to other runs than the one that is pointed at steps back. */
  strength: number;
}

export function paintBaselines(plot: uPlot, shown: Shown): void {
  const { ctx, bbox } = plot;
  const { colours } = shown.settings;
  ctx.save();
  ctx.lineWidth = ratio() * colours.scale;
  ctx.setLineDash([2 * ratio(), 3 * ratio()]);
  for (const { baseline, y, strength } of levels(plot, shown)) {
    ctx.globalAlpha = strength;
    ctx.strokeStyle = baseline.hue === null ? colours.muted : colours.hues[baseline.hue];
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  }
  ctx.restore();
}

/** Those that would lie over one another are pushed up. */
export function nameBaselines(plot: uPlot, shown: Shown): void {
  const { ctx, bbox } = plot;
  const { colours, baselineWords } = shown.settings;
  const unit = ratio();
  const line = 13 * colours.scale * unit;
  ctx.save();
  ctx.font = `${11 * colours.scale * unit}px ${colours.font}`;
  ctx.textAlign = "right";
  ctx.textBaseline = "bottom";
  rimmed(ctx, colours.ground);
  let above = Number.POSITIVE_INFINITY;
  for (const { baseline, y, strength } of levels(plot, shown)) {
    const bottom = Math.max(Math.min(y - 2 * unit, above), bbox.top + line);
    above = bottom - line;
    ctx.globalAlpha = strength;
    ctx.fillStyle = baseline.hue === null ? colours.muted : colours.inks[baseline.hue];
    const right = bbox.left + bbox.width - 4 * unit;
    const words = fitting(ctx, baselineWords(baseline), bbox.width - 8 * unit);
    ctx.strokeText(words, right, bottom);
    ctx.fillText(words, right, bottom);
  }
  ctx.restore();
}

/** Those that are within what is shown, the lowest first. */
function levels({ bbox, valToPos }: uPlot, { drawing, highlighted }: Shown): Level[] {
  const pointed = drawing.baselines.some(({ runs }) => highlighted !== null && runs.includes(highlighted));
  return drawing.baselines
    .map((baseline) => ({
      baseline,
      y: Math.round(valToPos(baseline.value, "y", true)),
      strength: !pointed || baseline.runs.includes(highlighted ?? "") ? 1 : 0.25,
    }))
    .filter(({ y }) => y >= bbox.top && y <= bbox.top + bbox.height)
    .sort((one, other) => other.y - one.y);
}
