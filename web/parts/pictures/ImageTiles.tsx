// Pictures that were answered, each with what was said and how sure that was; pressed, one opens.

import { useRef, useState } from "preact/hooks";
import { chance } from "../../text/numbers";
import { row, text } from "../../text/text";
import { Cell } from "./Cell";
import { named } from "./labels";
import { Opened } from "./Opened";
import { rove } from "./roving";
import { RightOrWrong } from "./Verdict";
import type { ImageGrid, Mark } from "./worded";
import css from "./Answers.module.css";

interface Open {
  /** What was opened stays as it was, though training goes on. */
  picture: ImageGrid;
  place: number;
  words: string;
}

export function ImageTiles({ picture, words }: { picture: ImageGrid; words: string }) {
  const list = useRef<HTMLUListElement>(null);
  const [entry, enter] = useState(0);
  const [opened, open] = useState<Open | null>(null);
  const inside = entry < picture.marks.length ? entry : 0;
  return (
    <>
      <ul
        class={picture.aligned ? `${css.images} ${css.aligned}` : named(picture.marks.map(({ answer }) => answer), css.images)}
        style={{ "--columns": picture.columns }}
        ref={list}
      >
        {picture.marks.map((mark, place) => (
          <li key={place} class={mark.right === false ? `${css.image} ${css.wrong}` : css.image}>
            <button
              type="button"
              aria-label={mark.answer.includes(" + ") ? undefined : spoken(mark)}
              aria-haspopup="dialog"
              tabIndex={place === inside ? 0 : -1}
              onFocus={() => enter(place)}
              onKeyDown={(event) => rove(event, list.current)}
              onClick={() => open({ picture, place, words })}
            >
              <Cell picture={picture} place={place} />
              <span class={css.caption}>
                <span>
                  <RightOrWrong right={mark.right} /> {mark.answer} <span class={css.sure}>{mark.sure === null ? "" : chance(mark.sure)}</span>
                </span>
                {mark.right === false && mark.expected !== "" && (
                  <span class={css.expected}>
                    {text("inside.is", { expected: mark.expected })} <span class={css.sure}>{mark.truth === null ? "" : chance(mark.truth)}</span>
                  </span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {opened && <Opened {...opened} move={(place) => open({ ...opened, place })} close={() => open(null)} />}
    </>
  );
}

function spoken({ answer, expected, right, sure, truth }: Mark): string {
  const said = text("opened.answer", { answer, sure: sure === null ? "–" : chance(sure) });
  return right === false && expected !== "" ? row([said, text("opened.truth", { expected, truth: truth === null ? "–" : chance(truth) })]) : said;
}
