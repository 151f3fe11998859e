// A picture under a mask: the more a part was looked at, the more colour lies on it.

import { Cell } from "./Cell";
import type { ImageGrid } from "./worded";
import css from "./Masked.module.css";

/** Looks are shares of the largest, row by row, as many in each as go across; none where nothing was looked at. */
export function Masked({ picture, looks, across }: { picture: ImageGrid; looks: readonly number[]; across: number }) {
  return (
    <span class={css.masked} style={{ "--ratio": picture.width / picture.height, "--across": across }} aria-hidden="true">
      <Cell picture={picture} place={0} />
      {looks.length > 0 && (
        <span class={css.mask}>
          {looks.map((look, place) => (
            <i key={place} style={{ opacity: look.toFixed(3) }} />
          ))}
        </span>
      )}
    </span>
  );
}
