// Which sign is which class; digits say it themselves.

import { hueOf, signOf } from "./dots";
import heatCss from "./Heat.module.css";

export function Legend({ labels, called }: { labels: readonly string[]; called: (label: string) => string }) {
  if (labels.every((label) => signOf(labels, label) === label)) return null;
  return (
    <ul class={heatCss.legend}>
      {labels.map((label) => (
        <li key={label}>
          <span style={{ color: hueOf(labels, label) }}>{signOf(labels, label)}</span> {called(label)}
        </li>
      ))}
    </ul>
  );
}
