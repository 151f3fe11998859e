// Histograms side by side: what lies below 0 is orange, what lies above it blue.

import { plain } from "../../text/numbers";
import { counts } from "./packed";
import type { Histogram, Histograms } from "./worded";
import css from "./Heat.module.css";

export function HistogramsPicture({ picture }: { picture: Histograms }) {
  return (
    <div class={css.histograms}>
      {picture.histograms.map((one) => (
        <Drawn key={one.title} histogram={one} />
      ))}
    </div>
  );
}

function Drawn({ histogram }: { histogram: Histogram }) {
  const { title, words, lowest, highest, marked } = histogram;
  const bins = counts(histogram.counts);
  const most = Math.max(1, ...bins);
  const width = (highest - lowest) / bins.length;
  const middle = marked === null ? (lowest < 0 ? [0] : []) : [marked];
  const marks = [lowest, ...middle, highest];
  return (
    <figure class={css.histogram}>
      <figcaption>{title}</figcaption>
      <div class={css.binned}>
      <svg viewBox={`0 0 ${bins.length} 1`} preserveAspectRatio="none" role="img" aria-label={[title, ...words].join("; ")}>
        {bins.map((count, bin) => (
          <rect key={bin} class={lowest + (bin + 0.5) * width < 0 ? css.below : ""} x={bin + 0.05} width={0.9} y={1 - count / most} height={count / most} />
        ))}
      </svg>
      {marked !== null && <span class={css.marked} style={{ left: `${(100 * (marked - lowest)) / (highest - lowest)}%` }} />}
      </div>
      <p class={css.axis} aria-hidden="true">
        {marks.map((mark) => (
          <span key={mark}>{plain(Number(mark.toPrecision(2)))}</span>
        ))}
      </p>
      {words.map((line) => (
        <p class="words" key={line}>
          {line}
        </p>
      ))}
    </figure>
  );
}
