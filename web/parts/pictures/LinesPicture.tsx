// Named lines over one x: the first as strong as text, the others in colours, with ticks at round numbers.

import type { Lines } from "../../generated/types";
import { plain } from "../../text/numbers";
import { row } from "../../text/text";
import { ends, points, ticks } from "./packed";

const HUES = ["strong", "hue-blue", "hue-orange", "hue-green", "hue-purple", "hue-red"];

function paint(place: number) {
  return { "--paint": `var(--${HUES[place % HUES.length]})` };
}

export function LinesPicture({ picture }: { picture: Lines }) {
  const [from, to] = ends(picture);
  const { lowest, highest } = picture;
  const x = (value: number) => `${(100 * (value - from)) / (to - from || 1)}%`;
  const y = (value: number) => `${100 - (100 * (value - lowest)) / (highest - lowest || 1)}%`;
  return (
    <figure class="lines">
      <figcaption>
        {picture.unit && <span class="words">{picture.unit}</span>}
        {picture.lines.map((line, place) => (
          <span class="line-name" key={line.name} style={paint(place)}>
            {line.name}
          </span>
        ))}
      </figcaption>
      <div class="lines-plot">
        <svg viewBox="0 0 1 1" preserveAspectRatio="none" role="img" aria-label={row(picture.lines.map((line) => line.name))}>
          {[...picture.lines.entries()].reverse().map(([place, line]) => (
            <polyline key={line.name} points={points(line.values)} style={paint(place)} />
          ))}
        </svg>
        {ticks(lowest, highest, 4).map((value) => (
          <span class="tick y" key={value} style={{ top: y(value) }}>
            {plain(value)}
          </span>
        ))}
        {ticks(from, to, 5).map((value) => (
          <span class="tick x" key={value} style={{ left: x(value) }}>
            {String(value)}
          </span>
        ))}
      </div>
    </figure>
  );
}
