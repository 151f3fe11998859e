// The chart as a Python script that draws it again, with its data inside.

import type { Baseline } from "./baselines";
import { type Figure, opacity, type Point, reach, stretches } from "./figure";
import type { Stroke } from "./lines";
import { INK, PALETTE } from "./palette";

export function matplotlib(figure: Figure, about: string): string {
  const { drawing, logarithmic } = figure;
  const { from, to } = drawing.window;
  return `${docstring(`${figure.title}\n\n${about}`)}

import sys

import matplotlib.pyplot as plt

nan = float("nan")

# x and y as they are drawn; the rest is what matplotlib's plot() takes.
LINES = [
${drawing.strokes.map((stroke, place) => (edge(stroke) ? "" : line(figure, stroke, place))).join("")}]

# Around the mean of several seeds: ${figure.words.band}.
BANDS = [
${drawing.strokes.map((stroke, place) => (stroke.role === "high" ? band(figure, stroke, place) : "")).join("")}]

# Where a setting was changed.
FLAGS = [
${drawing.flags.map(({ x, words, hue }) => `    (${x}, ${JSON.stringify(words)}, "${PALETTE[hue]}"),\n`).join("")}]

figure, axes = plt.subplots(figsize=(8, 4.8), layout="constrained")
for band in BANDS:
    axes.fill_between(band["x"], band["low"], band["high"], color=band["color"], alpha=0.16, linewidth=0)
for line in LINES:
    axes.plot(line["x"], line["y"], **line["style"])
for x, words, color in FLAGS:
    axes.axvline(x, color=color, linewidth=1)
    axes.annotate(words, (x, 1), xycoords=("data", "axes fraction"), xytext=(4, -10), textcoords="offset points", fontsize=8)
${drawing.baselines.map((baseline) => level(figure, baseline)).join("")}axes.set_xlim(${from}, ${to})
${logarithmic ? 'axes.set_yscale("log")\n' : ""}axes.set_ylim(${reach(figure).join(", ")})
${figure.percent ? 'axes.yaxis.set_major_formatter("{x:.0%}")\n' : ""}axes.set_xlabel(${JSON.stringify(figure.xTitle)})
axes.set_title(${JSON.stringify(figure.title)}, loc="left")
axes.grid(axis="y", color="${INK.line}")
axes.spines[["top", "right", "left"]].set_visible(False)
if axes.get_legend_handles_labels()[0]:
    axes.legend(frameon=False)
if len(sys.argv) > 1:
    figure.savefig(sys.argv[1])
else:
    plt.show()
`;
}

function level(figure: Figure, baseline: Baseline): string {
  const colour = baseline.hue === null ? INK.muted : PALETTE[baseline.hue];
  return `axes.axhline(${baseline.value}, color="${colour}", linewidth=1, linestyle=":", label=${JSON.stringify(figure.baselineWords(baseline))})\n`;
}

function docstring(words: string): string {
  return `"""${words.replaceAll(/([.;]) /g, "$1\n").replaceAll("\\", "\\\\").replaceAll('"""', "'''")}\n"""`;
}

function edge({ role }: Stroke): boolean {
  return role === "low" || role === "high";
}

function line(figure: Figure, stroke: Stroke, place: number): string {
  const dashed = stroke.role === "validation" || stroke.role === "mean validation";
  const thin = stroke.thin || stroke.faint;
  const style = {
    color: PALETTE[stroke.hue],
    linestyle: dashed ? "--" : "-",
    linewidth: thin ? 0.75 : dashed ? 2 : 1.25,
    alpha: opacity(stroke),
    // A label that begins with a line is left out of the legend.
    label: stroke.label || "_",
  };
  return `    {\n        "x": ${list(figure, place, 0)},\n        "y": ${list(figure, place, 1)},\n        "style": ${JSON.stringify(style)},\n    },\n`;
}

function band(figure: Figure, { hue }: Stroke, place: number): string {
  return `    {\n        "x": ${list(figure, place, 0)},\n        "high": ${list(figure, place, 1)},\n        "low": ${list(figure, place + 1, 1)},\n        "color": "${PALETTE[hue]}",\n    },\n`;
}

/** Coordinates of a line, with nan where it has a gap. */
function list({ drawing }: Figure, place: number, coordinate: 0 | 1): string {
  const gap: Point = [Number.NaN, Number.NaN];
  const points = stretches(drawing, place).flatMap((part, number) => (number === 0 ? part : [gap, ...part]));
  return `[${points.map((point) => (Number.isNaN(point[coordinate]) ? "nan" : String(point[coordinate]))).join(", ")}]`;
}
