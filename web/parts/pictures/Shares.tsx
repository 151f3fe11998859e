// Shares of right answers, in groups: a bar, the share, and how many it is a share of. Some are measured when one asks.

import { useEffect, useRef, useState } from "preact/hooks";
import { ofLayer } from "../../state/pointing";
import { percent } from "../../text/numbers";
import { text } from "../../text/text";
import type { Asking } from "./asking";
import type { Share, Shares as Picture } from "./worded";
import css from "./Answers.module.css";

export function Shares({ picture, asking }: { picture: Picture; asking: Asking }) {
  const known = useRef({ words: "", shares: new Map<string, Share>() });
  // What was measured of these very weights stays, though the next answer does not have it.
  if (known.current.words !== asking.words) known.current = { words: asking.words, shares: new Map() };
  for (const share of picture.groups.flat()) if (share.name && share.of > 0) known.current.shares.set(share.name, share);
  const waiting = picture.groups.flat().filter(({ name, of }) => name && of === 0 && !known.current.shares.has(name));
  return (
    <>
      {waiting.length > 0 && <MeasureAll next={waiting[0]?.name ?? ""} asking={asking} />}
      <div class={picture.groups.flat().some(({ name }) => name !== null) ? css.partsPicture : css.barsPicture}>
        {picture.groups.map((group, place) => (
          <table class={group.some(({ name }) => name !== null) ? `${css.bars} ${css.shares} ${css.parts}` : `${css.bars} ${css.shares}`} key={place}>
            <caption>{picture.titles[place] ?? ""}</caption>
            <tbody>
              {group.map((share, at) => (
                <Row key={share.name ?? at} share={known.current.shares.get(share.name ?? "") ?? share} chosen={share.name !== null && share.name === picture.chosen} asking={asking} />
              ))}
            </tbody>
          </table>
        ))}
      </div>
      {picture.remarks.map((remark, place) => (
        <p class="words" key={place}>
          {remark}
        </p>
      ))}
    </>
  );
}

/** Asks for one after the other: each is a look of its own, so that whoever trains is not held up by all of them. */
function MeasureAll({ next, asking }: { next: string; asking: Asking }) {
  const [going, go] = useState(false);
  useEffect(() => {
    if (going) asking.ask(next);
  }, [going, next]);
  return (
    <button type="button" class={`small wide ${css.measureAll}`} aria-pressed={going} onClick={() => go(!going)}>
      {text("inside.share.all")}
    </button>
  );
}

function Row({ share: { label, right, of, name }, chosen, asking }: { share: Share; chosen: boolean; asking: Asking }) {
  const words = label;
  const part = of === 0 ? 0 : right / of;
  return (
    <tr class={chosen ? css.likeliest : ""} {...ofLayer(name?.split("#")[0] ?? "")}>
      <th scope="row" title={words}>
        {name === null ? (
          words
        ) : (
          <button type="button" class={css.askFor} aria-pressed={chosen} onClick={() => asking.ask(name)}>
            {words}
          </button>
        )}
      </th>
      <td>
        {of > 0 && <span class={css.bar} style={{ "--part": `${100 * part}%` }} aria-hidden="true" />}
        <span>{of === 0 && name !== null ? text("inside.share.ask") : text("inside.share", { share: percent(part), of })}</span>
      </td>
    </tr>
  );
}
