// What the colours of signed values mean, in numbers.

import { precise } from "../../text/numbers";
import { text } from "../../text/text";
import css from "./Maps.module.css";

export function Scale({ scale, negative = true }: { scale: number; negative?: boolean }) {
  const ends = negative ? [-scale, 0, scale] : [0, scale];
  return (
    <p class={negative ? css.scale : `${css.scale} ${css.positive}`} role="img" aria-label={text("maps.scale", { from: precise(ends[0] ?? 0), to: precise(scale) })}>
      <span class={css.scaleBar} aria-hidden="true" />
      {ends.map((end) => (
        <span key={end} aria-hidden="true">
          {precise(end)}
        </span>
      ))}
    </p>
  );
}
