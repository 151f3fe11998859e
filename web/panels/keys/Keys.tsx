// Help on one card: all keys, and the words of the field.

import { Dialog } from "../../parts/Dialog";
import { chooseLanguage, closeDialog } from "../../state/page";
import { NAMED } from "../../text/languages";
import { language, text } from "../../text/text";
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
      <Languages />
      <Glossary />
    </Dialog>
  );
}

/** All that there are, those too of which a part is still in English. */
function Languages() {
  return (
    <label class={css.language}>
      <span>{text("language.all")}</span>
      <select value={language.value} onChange={(event) => chooseLanguage(event.currentTarget.value)}>
        {NAMED.map(({ code, name, tag }) => (
          <option key={code} value={code} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
