// All blocks in one line, to be typed, copied and pasted.

import { useState } from "preact/hooks";
import { wordsOf } from "../../../setup/blocks";
import type { BlocksControl, Setting } from "../../../setup/controls";
import { text } from "../../../text/text";
import css from "./Blocks.module.css";

export function AsText({ control, value, change }: { control: BlocksControl; value: string; change: (value: Setting) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const wrong = typed === null ? undefined : wordsOf(typed).find((word) => !control.pattern.test(word));
  const done = () => {
    // What could not be read stays, to be mended.
    if (typed === null || wrong !== undefined) return;
    change(wordsOf(typed).join(" "));
    setTyped(null);
  };
  return (
    <label class={css.text}>
      <span>{text("blocks.text")}</span>
      <input
        type="text"
        autocapitalize="off"
        autocomplete="off"
        spellcheck={false}
        value={typed ?? value}
        aria-invalid={wrong !== undefined}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onBlur={done}
        onKeyDown={(event) => event.key === "Enter" && done()}
      />
      {wrong !== undefined && (
        <span class="problem" role="alert">
          {text("blocks.wrong", { word: wrong })}
        </span>
      )}
    </label>
  );
}
