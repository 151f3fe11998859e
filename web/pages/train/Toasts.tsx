// What just happened and can be undone, or could not be done.

import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { hush, toasts } from "../../state/toasts";
import css from "./Toasts.module.css";

export function Toasts() {
  const place = useRef<HTMLDivElement>(null);
  const [above, putAbove] = useState(false);
  useEffect(() => giveWay(place, putAbove), []);
  return (
    <div class={css.toasts} role="status" ref={place} data-above={above}>
      {toasts.value.map((toast) => (
        <p class={css.toast} key={toast.id}>
          {toast.words}
          {toast.action && (
            <button
              type="button"
              class="link"
              onClick={() => {
                toast.action?.act();
                hush(toast.id);
              }}
            >
              {toast.action.words}
            </button>
          )}
        </p>
      ))}
    </div>
  );
}

/** What somebody has just opened or come to with a key is not covered: where it would be, the words stand at the top. */
function giveWay(place: RefObject<HTMLElement | null>, putAbove: (above: boolean) => void): () => void {
  const judge = ({ target }: Event) => {
    const toasts = place.current;
    if (toasts === null || !(target instanceof Element) || toasts.contains(target)) return;
    const opened = target.getBoundingClientRect();
    const { left, right, height } = toasts.getBoundingClientRect();
    const below = opened.height > 0 && opened.bottom > innerHeight - FROM_EDGE - height && opened.top < innerHeight;
    putAbove(height > 0 && below && opened.right > left && opened.left < right);
  };
  for (const name of OPENING) document.addEventListener(name, judge, true);
  return () => {
    for (const name of OPENING) document.removeEventListener(name, judge, true);
  };
}

/** Of folds, menus and fields. */
const OPENING = ["toggle", "focusin"] as const;
/** As high as they stand at most, on a phone. */
const FROM_EDGE = 132;
