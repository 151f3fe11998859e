// All keys on one card.

import { state } from "../state/here";
import { text } from "../text/text";
import { Dialog } from "./Dialog";

const KEYS = ["space", "r", "s", "slash", "digits", "question", "escape"] as const;

export function Keys() {
  return (
    <Dialog
      title={text("keys.title")}
      close={() => {
        state.keysOpen.value = false;
      }}
    >
      <dl class="keys">
        {KEYS.map((key) => (
          <div key={key}>
            <dt>
              <kbd>{text(`keys.${key}.key`)}</kbd>
            </dt>
            <dd>{text(`keys.${key}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
