// A held-out example in the place of the pad: what is asked is this one, until somebody draws.

import { computed } from "@preact/signals";
import { Cell } from "../../parts/pictures/Cell";
import { type ImageGrid, worded } from "../../parts/pictures/worded";
import { exampleOf, posedOf } from "../../setup/question";
import { question } from "../../state/present";
import { state } from "../../state/store";
import { text } from "../../text/text";
import css from "./Inside.module.css";
import padCss from "../../parts/Pad.module.css";

/** The picture as some network was given it; null until one has answered. */
const picture = computed<Pick<ImageGrid, "sheet" | "columns" | "height" | "width"> | null>(() => {
  for (const { question: asked, picture: sent } of [...state.looked.value.values()].reverse()) {
    if (posedOf(asked) !== question.value) continue;
    const picture = worded(sent);
    if ("asked" in picture && picture.asked) return picture.asked;
  }
  return null;
});

export function Example({ value, leave }: { value: string; leave: () => void }) {
  const example = exampleOf(value);
  const title = example ? text(`opened.${example.split}`, { place: example.place + 1 }) : "";
  return (
    <div class={`${padCss.pad} ${css.example}`}>
      <div class={css.examplePicture} role="img" aria-label={title}>
        {picture.value && <Cell picture={picture.value} place={0} />}
      </div>
      <p class="words">{title}</p>
      <button type="button" class="small wide" onClick={leave}>
        {text("opened.leave")}
      </button>
    </div>
  );
}
