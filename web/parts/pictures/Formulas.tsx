// How lines are written, with the number at the crosshair put in: f(2) = 1 / (1 + exp(-2)) = 0.8808.

import { figure } from "../../text/numbers";
import { readPlaces } from "./Crosshair";
import { readings, unpackedLines } from "./lines";
import type { Lines } from "./worded";
import css from "./Lines.module.css";

export function Formulas({ picture }: { picture: Lines }) {
  const { place, along } = readPlaces(picture);
  const read = readings(unpackedLines(picture), place, along).filter(({ line }) => line.formula !== "");
  return (
    <dl class={css.formulas}>
      {read.map(({ line, x, y }) => (
        <div key={line.name}>
          <dt>{line.name}</dt>
          <dd>
            f({figure(x)}) = {withNumber(line.formula, x)} = {figure(y)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A formula with a number in the place of x, in brackets where it is below 0. */
export function withNumber(formula: string, x: number): string {
  const words = figure(x);
  return formula.replace(/\bx\b/g, (found, at: number) => (x < 0 && !enclosed(formula, at, at + found.length) ? `(${words})` : words));
}

function enclosed(formula: string, from: number, to: number): boolean {
  return formula[from - 1] === "(" && formula[to] === ")";
}
