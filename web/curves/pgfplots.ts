// Charts as a LaTeX document that draws them again, with pgfplots (Feuersänger) and the data inside.

import { type Figure, opacity, type Point, reach, stretches } from "./figure";
import type { Stroke } from "./lines";
import { INK, PALETTE } from "./palette";

export function pgfplots(figures: readonly Figure[], about: string): string {
  const colours = [...new Set(figures.flatMap(({ drawing }) => drawing.strokes.map(({ hue }) => hue)))];
  return `% ${about.replaceAll("\n", " ")}
\\documentclass[multi=tikzpicture,border=4pt]{standalone}
\\usepackage{fontspec}
\\usepackage{pgfplots}
\\usepgfplotslibrary{fillbetween}
\\pgfplotsset{compat=1.18}
${colours.map((hue) => `\\definecolor{${hue}}{HTML}{${hex(PALETTE[hue])}}`).join("\n")}
\\definecolor{muted}{HTML}{${hex(INK.muted)}}
\\begin{document}
${figures.map(picture).join("\n")}
\\end{document}
`;
}

function picture(figure: Figure): string {
  const { drawing, logarithmic, percent } = figure;
  const { from, to } = drawing.window;
  const [low, high] = reach(figure);
  const options = [
    "width=16cm, height=9.6cm",
    `title={${tex(figure.title)}}`,
    `xlabel={${tex(figure.xTitle)}}`,
    `xmin=${from}, xmax=${to}, ymin=${low}, ymax=${high}`,
    ...(logarithmic ? ["ymode=log"] : []),
    ...(percent && !logarithmic ? ["yticklabel={\\pgfmathparse{100*\\tick}\\pgfmathprintnumber{\\pgfmathresult}\\,\\%}"] : []),
    "axis lines=left, ymajorgrids, grid style={muted!25}",
    "legend style={draw=none, at={(0.5,-0.18)}, anchor=north, legend columns=3}",
    "unbounded coords=jump",
  ];
  return `\\begin{tikzpicture}
\\begin{axis}[
  ${options.join(",\n  ")}
]
${drawing.strokes.map((stroke, place) => plotted(figure, stroke, place)).join("")}${drawing.baselines.map(({ value, hue }) => `\\addplot[${hue ?? "muted"}, dotted, forget plot] coordinates {(${from},${value}) (${to},${value})};\n`).join("")}${drawing.flags.map(({ x, hue }) => `\\draw[${hue}] (axis cs:${x},${low}) -- (axis cs:${x},${high});\n`).join("")}\\end{axis}
\\end{tikzpicture}`;
}

function plotted(figure: Figure, stroke: Stroke, place: number): string {
  const { role, hue } = stroke;
  if (role === "low") return "";
  if (role === "high") {
    const [upper, lower] = [`high${place}`, `low${place}`];
    const edge = (of: number, name: string) => `\\addplot[draw=none, forget plot, name path=${name}] coordinates {${coordinates(figure, of)}};\n`;
    return `${edge(place, upper)}${edge(place + 1, lower)}\\addplot[${hue}, fill opacity=0.16, forget plot] fill between[of=${upper} and ${lower}];\n`;
  }
  const dashed = role === "validation" || role === "mean validation";
  const thin = stroke.thin || stroke.faint;
  const style = [hue, `line width=${thin ? 0.4 : dashed ? 1 : 0.7}pt`, `opacity=${opacity(stroke)}`, ...(dashed ? ["densely dashed"] : [])];
  const legend = stroke.label === "" ? "" : `\\addlegendentry{${tex(stroke.label)}}\n`;
  return `\\addplot[${[...style, ...(legend === "" ? ["forget plot"] : [])].join(", ")}] coordinates {${coordinates(figure, place)}};\n${legend}`;
}

/** Pairs, with one of no number where the line has a gap. */
function coordinates({ drawing }: Figure, place: number): string {
  const parts = stretches(drawing, place).map((part) => part.map(([x, y]: Point) => `(${x},${y})`).join(" "));
  return parts.join(" (nan,nan) ");
}

const SPECIAL: Readonly<Record<string, string>> = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };

export function tex(words: string): string {
  return words.replaceAll(/[\\{}$&#%_~^]/g, (sign) => SPECIAL[sign] ?? `\\${sign}`);
}

function hex(colour: string): string {
  return colour.replace("#", "").toUpperCase();
}
