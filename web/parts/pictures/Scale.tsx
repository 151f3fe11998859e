// What the colours of signed values mean, in numbers.

import { precise } from "../../text/numbers";
import { text } from "../../text/text";

export function Scale({ scale, negative = true }: { scale: number; negative?: boolean }) {
  const ends = negative ? [-scale, 0, scale] : [0, scale];
  return (
    <p class={negative ? "scale" : "scale positive"} role="img" aria-label={text("maps.scale", { from: precise(ends[0] ?? 0), to: precise(scale) })}>
      <span class="scale-bar" aria-hidden="true" />
      {ends.map((end) => (
        <span class="scale-end" key={end} aria-hidden="true">
          {precise(end)}
        </span>
      ))}
    </p>
  );
}
