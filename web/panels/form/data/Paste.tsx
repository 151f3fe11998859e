// A text that is pasted instead of uploaded: it becomes a file of a person's own like any other.

import { useState } from "preact/hooks";
import { Dialog } from "../../../parts/Dialog";
import { text } from "../../../text/text";
import css from "./Data.module.css";

export function Paste({ take, close }: { take: (file: File) => Promise<void>; close: () => void }) {
  const [value, put] = useState("");
  const use = () => {
    const name = `${value.trim().split(/\s+/).slice(0, 5).join(" ").slice(0, 40)}.txt`;
    void take(new File([value], name, { type: "text/plain" }));
    close();
  };
  return (
    <Dialog title={text("data.paste.title")} close={close}>
      <div class={css.paste}>
        <textarea aria-label={text("data.paste.title")} rows={14} spellcheck={false} value={value} onInput={(event) => put(event.currentTarget.value)} />
        <button type="button" class="big" disabled={value.trim() === ""} onClick={use}>
          {text("data.paste.use")}
        </button>
      </div>
    </Dialog>
  );
}
