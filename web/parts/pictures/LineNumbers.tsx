// What a picture of lines says at its crosshair, line by line: always there, so that nothing jumps and nothing is hidden.

import { figure } from "../../text/numbers";
import { text } from "../../text/text";
import { placeWords, readPlaces } from "./Crosshair";
import { readings, unpackedLines } from "./lines";
import { paint } from "./paint";
import type { Lines } from "./worded";
import css from "./Lines.module.css";

export function LineNumbers({ picture }: { picture: Lines }) {
  const lines = unpackedLines(picture);
  const { place, along } = readPlaces(picture);
  const read = readings(lines, place, along);
  const paths = lines.some((line) => line.path);
  const slopes = lines.some((line) => line.slopes.length > 0);
  const named = lines.some((line) => line.stretches.length > 0);
  const x = picture.start + place * picture.step;
  const at = paths && picture.along !== "" ? placeWords({ ...picture, across: picture.along, names: [] }, along) : placeWords(picture, x);
  return (
    <table class={css.lineNumbers}>
      <thead>
        <tr>
          <th scope="col">{at}</th>
          {paths && <th scope="col">{picture.across}</th>}
          {picture.unit ? <th scope="col">{picture.unit}</th> : <td />}
          {slopes && <th scope="col">{text("lines.slope")}</th>}
          {named && <td class={css.named} />}
        </tr>
      </thead>
      <tbody>
        {read.map(({ line, x: own, y, slope, words }) => (
          <tr key={line.name}>
            <th scope="row">
              <span class={css.lineName} {...paint(line.hue)}>
                {line.name}
              </span>
            </th>
            {paths && <td>{figure(own)}</td>}
            <td>{figure(y)}</td>
            {slopes && <td>{slope === undefined ? "" : figure(slope)}</td>}
            {named && <td class={css.named}>{words}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
