// Help on one card: all keys, and the words of the field.

import { Dialog } from "../../parts/Dialog";
import { closeDialog } from "../../state/page";
import { text } from "../../text/text";
import { Glossary } from "./Glossary";
import css from "./Keys.module.css";

const KEYS = ["space", "r", "s", "m", "lesson", "slash", "digits", "chart", "question", "escape"] as const;

export function Keys() {
  return (
    <Dialog title={text("help.title")} close={closeDialog}>
      <h3>{text("keys.title")}</h3>
      <dl class={css.keys} translate>
        {KEYS.map((key) => (
          <div key={key}>
            <dt>
              <kbd>{text(`keys.${key}.key`)}</kbd>
            </dt>
            <dd>{text(`keys.${key}`)}</dd>
          </div>
        ))}
      </dl>
      <Glossary />
    </Dialog>
  );
}
