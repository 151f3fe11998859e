// The mark of a run: its hue, and a shape for those who cannot see the hue.

import type { Paint } from "../curves/groups";
import { SHAPES } from "../curves/shapes";

export function Mark({ paint }: { paint: Paint | undefined }) {
  return (
    <svg class="mark" viewBox="0 0 12 12" data-hue={paint?.hue ?? "grey"} aria-hidden="true">
      <path d={SHAPES[paint?.marker ?? "circle"]} />
    </svg>
  );
}
