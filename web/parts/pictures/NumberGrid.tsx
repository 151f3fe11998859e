// A few signed values with their numbers written in, or as colours alone where there are too many to be read.

import { useMemo } from "preact/hooks";
import { brief } from "../../text/numbers";
import { ValueCanvas } from "./ValueCanvas";
import css from "./Maps.module.css";

/** Numbers in a row that can still be read. */
const READABLE = 9;

interface Props {
  title: string;
  values: ArrayLike<number>;
  height: number;
  width: number;
  scale: number;
}

export function NumberGrid({ title, values, height, width, scale }: Props) {
  const rows = useMemo(() => Array.from({ length: height }, (_, row) => Array.from({ length: width }, (_, column) => values[row * width + column] ?? 0)), [values, height, width]);
  if (width > READABLE || height > READABLE)
    return (
      <figure class={css.numberGrid}>
        <ValueCanvas values={values} height={height} width={width} scale={scale} />
        <figcaption>{title}</figcaption>
      </figure>
    );
  return (
    <figure class={css.numberGrid} style={{ "--columns": width }}>
      <table>
        <tbody>
          {rows.map((row, place) => (
            <tr key={place}>
              {row.map((value, column) => (
                <td key={column} class={value < 0 ? css.negative : ""} style={{ "--heat": Math.min(1, Math.abs(value) / scale).toFixed(3) }}>
                  {brief(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <figcaption>{title}</figcaption>
    </figure>
  );
}
