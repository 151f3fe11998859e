// The values of a race's field: chosen, typed in one line, or added by a press of what lies next to them.

import { useState } from "preact/hooks";
import type { Control, NumberControl, Setting, SizesControl } from "../../setup/controls";
import { type Entered, entered, typedValues } from "../../setup/entered";
import { distinct, further, MOST_VALUES, offered, sorted } from "../../setup/offers";
import { ARCHITECTURE } from "../../setup/spec";
import { optionName, written } from "../../setup/wording";
import { plain } from "../../text/numbers";
import { text } from "../../text/text";
import { RaceBlocks } from "./RaceBlocks";
import css from "./Race.module.css";
import fieldCss from "../../parts/Field.module.css";

interface Props<Shape> {
  control: Shape;
  values: Setting[];
  /** What the form has. */
  present: Setting;
  change: (values: Setting[]) => void;
}

export function RaceValues({ control, ...rest }: Props<Control>) {
  if (control.shape === "number" || control.shape === "sizes") return <Ordered control={control} {...rest} />;
  if (control.shape === "blocks") return <RaceBlocks control={control} {...rest} />;
  return <Options control={control} {...rest} />;
}

function Options({ control, values, change }: Props<Control>) {
  const options = control.shape === "choice" ? control.options : offered(control, control.initial);
  const full = values.length >= MOST_VALUES;
  const toggle = (value: Setting) => {
    const chosen = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
    change(options.filter((one) => chosen.includes(one)));
  };
  return (
    <div class={fieldCss.field}>
      <div class={css.chips} role="group" aria-label={control.title}>
        {options.map((value) => (
          <label class={values.includes(value) ? `${css.chip} ${css.on}` : css.chip} key={String(value)}>
            <input type="checkbox" checked={values.includes(value)} disabled={full && !values.includes(value)} onChange={() => toggle(value)} />
            {optionName(control, value)}
          </label>
        ))}
      </div>
      {control.pointer === ARCHITECTURE && <p class="words">{text("race.architectures.words")}</p>}
      {options.length > MOST_VALUES && <p class="words">{text("race.values.choices", { count: MOST_VALUES })}</p>}
    </div>
  );
}

/** Numbers, or rows of them: smaller ones first. */
function Ordered({ control, values, present, change }: Props<NumberControl | SizesControl>) {
  const put = (next: readonly Setting[]) =>
    change(control.shape === "number" ? distinct(next as number[]) : sorted(next as number[][]));
  const same = (one: Setting, other: Setting) => JSON.stringify(one) === JSON.stringify(other);
  return (
    <div class={fieldCss.field} role="group" aria-label={text("race.values", { title: control.title })}>
      <span class={fieldCss.title}>{text("race.values", { title: control.title })}</span>
      <div class={css.chips}>
        {values.map((value) => (
          <button
            type="button"
            class={`${css.chip} ${css.on}`}
            key={written(value)}
            aria-label={text("race.values.remove", { value: optionName(control, value) })}
            onClick={() => put(values.filter((one) => !same(one, value)))}
          >
            {optionName(control, value)} <span aria-hidden="true">×</span>
          </button>
        ))}
        {further(control, values.length > 0 ? values : [present]).map((value) => (
          <button
            type="button"
            class={css.chip}
            key={written(value)}
            aria-label={text("race.values.add", { value: written(value) })}
            onClick={() => put([...values, value])}
          >
            + {written(value)}
          </button>
        ))}
      </div>
      <TypedValues control={control} values={values} present={present} change={put} />
    </div>
  );
}

function TypedValues({ control, values, present, change }: Props<NumberControl | SizesControl>) {
  const [typed, setTyped] = useState<string | null>(null);
  const [remark, setRemark] = useState<Entered["remark"]>(null);
  const done = () => {
    if (typed === null || typed.trim() === "") return setTyped(null);
    const found = entered(control, typed, present);
    setRemark(found.remark);
    if (found.values !== null) change(found.values);
    // What could not be read stays, to be mended.
    if (found.values !== null) setTyped(null);
  };
  const limits = { least: plain(control.least), most: plain(control.most), count: MOST_VALUES };
  return (
    <>
      <input
        type="text"
        aria-label={text("race.values", { title: control.title })}
        aria-invalid={remark !== null}
        value={typed ?? typedValues(values)}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setRemark(null);
        }}
        onBlur={done}
        onKeyDown={(event) => event.key === "Enter" && done()}
      />
      {remark && (
        <p class="problem" role="alert">
          {text(remark.key, remark.values)}
        </p>
      )}
      <p class="words">
        {control.shape === "number" ? text("race.values.numbers", limits) : text("race.values.sizes", { ...limits, layers: control.longest })}
      </p>
    </>
  );
}
