// The networks of a race of blocks: pressed, or typed in one line.

import { useState } from "preact/hooks";
import "../../text/blocks";
import { wordsOf } from "../../setup/blocks";
import { allows, type BlocksControl, type Setting } from "../../setup/controls";
import { typedValues } from "../../setup/entered";
import { blocksAround, MOST_VALUES } from "../../setup/offers";
import { optionName } from "../../setup/wording";
import { text } from "../../text/text";
import css from "./Race.module.css";
import fieldCss from "../../parts/Field.module.css";

interface Props {
  control: BlocksControl;
  values: Setting[];
  /** What the form has. */
  present: Setting;
  change: (values: Setting[]) => void;
}

export function RaceBlocks({ control, values, present, change }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const networks = (typed ?? "").split(/[;；\n]/).map((one) => wordsOf(one).join(" ")).filter((one) => one !== "");
  const wrong = networks.find((one) => !allows(control, one));
  const title = text("race.values", { title: control.title });
  const put = (next: readonly Setting[]) => change([...new Set(next)].slice(0, MOST_VALUES));
  const done = () => {
    if (networks.length === 0) return setTyped(null);
    if (wrong !== undefined) return;
    put(networks);
    setTyped(null);
  };
  const others = blocksAround(String(values.at(-1) ?? present)).filter((one) => !values.includes(one) && values.length < MOST_VALUES);
  return (
    <div class={fieldCss.field} role="group" aria-label={title}>
      <span class={fieldCss.title}>{title}</span>
      <div class={css.chips}>
        {values.map((value) => (
          <button
            type="button"
            class={`${css.chip} ${css.on}`}
            key={String(value)}
            aria-label={text("race.values.remove", { value: optionName(control, value) })}
            onClick={() => put(values.filter((one) => one !== value))}
          >
            {optionName(control, value)} <span aria-hidden="true">×</span>
          </button>
        ))}
        {others.map((value) => (
          <button type="button" class={css.chip} key={value} aria-label={text("race.values.add", { value })} onClick={() => put([...values, value])}>
            + {value}
          </button>
        ))}
      </div>
      <input
        type="text"
        aria-label={title}
        aria-invalid={wrong !== undefined}
        value={typed ?? typedValues(values, "; ")}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onBlur={done}
        onKeyDown={(event) => event.key === "Enter" && done()}
      />
      {wrong !== undefined && (
        <p class="problem" role="alert">
          {text("blocks.race.wrong", { typed: wrong })}
        </p>
      )}
      <p class="words">{text("blocks.race", { count: MOST_VALUES })}</p>
    </div>
  );
}
