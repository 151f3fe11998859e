// The settings of a block inside another, right below the drawing, and what can be done with it by buttons.

import { useEffect, useState } from "preact/hooks";
import { text } from "../../../text/text";
import { inserted, moved, replaced } from "../../form/blocks/list";
import { Chosen } from "./Chosen";
import { type Inside, heldAt } from "./inside";
import { nameOf, type Spot } from "./inner";
import { Palette } from "./Palette";

export function InnerChosen({ spot, close, ...inside }: Inside & { spot: Spot; close: () => void }) {
  const [adds, add] = useState(false);
  useEffect(() => add(false), [nameOf(spot)]);
  const held = heldAt(inside, spot);
  if (held === null) return null;
  const { control, row, words, title, out, changed } = held;
  const { at, place } = spot;
  const put = (next: string, to: number, said: string) => inside.put({ ...spot, at: to }, changed(next), said);
  const word = words[at] ?? "";
  return (
    <>
      <Chosen
        control={control}
        word={word}
        place={at}
        heading={text("blocks.settings.inside", { number: place + 1, at: at + 1, block: title })}
        last={at === words.length - 1}
        does={{
          change: (next, about) => inside.change(spot, changed(replaced(row, at, next)), `${nameOf(spot)}/${about}`),
          move: (by) => put(moved(row, at, by), at + by, text("blocks.told.moved", { place: at + by + 1 })),
          twice: () => put(inserted(row, at + 1, word), at + 1, text("blocks.told.added", { place: at + 2 })),
          remove: out,
          close,
        }}
      >
        <button type="button" class="small" aria-expanded={adds} disabled={words.length >= control.longest} onClick={() => add(!adds)}>
          + {text("blocks.add")}
        </button>
        <button type="button" class="small" onClick={() => inside.choose(null, true)}>
          {text("blocks.whole")}
        </button>
      </Chosen>
      {adds && <Palette control={control} gap={at + 1} inside add={(_, next) => put(inserted(row, at + 1, next), at + 1, text("blocks.told.added", { place: at + 2 }))} listens={() => ({})} />}
    </>
  );
}
