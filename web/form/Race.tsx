// The race panel: which setting differs, by which values, and how many seeds.

import { useId, useState } from "preact/hooks";
import { start } from "../state/actions";
import { formControls, state } from "../state/here";
import { whole } from "../text/numbers";
import { counted, text } from "../text/text";
import { Dialog } from "../page/Dialog";
import { applies, type Control, narrowed, type NumberControl, type Setting } from "./controls";
import { yielding } from "./equal";
import { isHidden } from "./hiding";
import { Toggle } from "./inputs";
import { clamp } from "./scale";
import { combinations, type Vary, valueAt } from "./spec";
import { distinct, field, MOST_SEEDS, offered, SEED, seeds, variable, withField, withSeeds } from "./vary";
import { dataName } from "../data/uploads";
import { optionText, written } from "./wording";

/** How many values a race offers a field by hand; more lines than these say less. */
const MOST_VALUES = 6;

export function optionName(control: Control | undefined, value: Setting): string {
  if (control?.shape === "data") return dataName(String(value));
  return control?.shape === "choice" && !Array.isArray(value) && typeof value !== "boolean"
    ? optionText(control, value)
    : written(value);
}

export function Race() {
  const close = () => {
    state.raceOpen.value = false;
  };
  return (
    <Dialog title={text("race.title")} close={close}>
      <RaceFields />
    </Dialog>
  );
}

function RaceFields() {
  const spec = state.spec.value;
  const vary = state.vary.value;
  const pointer = field(vary);
  const choices = variable(formControls.value).filter(
    (control) =>
      applies(control, spec[control.part]) && (control.pointer === pointer || !isHidden(state.teaching.hidden.value, control.pointer)),
  );
  const control = choices.find((one) => one.pointer === pointer);
  const put = (next: Vary) => {
    state.vary.value = next;
  };
  const pick = (at: string) => {
    const picked = choices.find((one) => one.pointer === at);
    put(withField(vary, at, picked ? offered(picked, valueAt(spec, at) ?? picked.initial) : []));
  };
  const count = combinations(vary);
  return (
    <>
      <label class="field choice">
        <span class="title">{text("race.field")}</span>
        <select value={pointer} onChange={(event) => pick(event.currentTarget.value)}>
          <option value="">{text("race.field.none")}</option>
          {choices.map((one) => (
            <option key={one.pointer} value={one.pointer}>
              {one.title}
            </option>
          ))}
        </select>
      </label>
      {control && <Values control={control} values={vary[pointer] ?? []} change={(values) => put({ ...vary, [pointer]: values })} />}
      <Equal vary={vary} />
      <Seeds vary={vary} put={put} />
      <AskFirst />
      <div class="dialog-end">
        <button type="button" class="big primary" disabled={count < 2 || state.starting.value} onClick={() => void start(vary)}>
          {counted("start.race", count)}
        </button>
      </div>
    </>
  );
}

/** Offered where the networks of the race differ in size, and something can make up for it. */
function Equal({ vary }: { vary: Vary }) {
  const id = useId();
  const gives = yielding(formControls.value, vary);
  const parameters = state.plan.value?.parameters;
  if (gives === undefined || parameters === undefined) return null;
  const put = (on: boolean) => {
    state.equal.value = on;
  };
  return (
    <div class="field switch">
      <span class="title" id={id}>
        {text("race.equal")}
      </span>
      <Toggle value={state.equal.value} change={put} label={id} />
      <p class="words">{text("race.equal.words", { setting: gives.title, parameters: whole(parameters) })}</p>
    </div>
  );
}

function AskFirst() {
  const { askFirst } = state.teaching;
  const id = useId();
  const put = (on: boolean) => {
    askFirst.value = on;
  };
  return (
    <div class="field switch">
      <span class="title" id={id}>
        {text("race.ask")}
      </span>
      <Toggle value={askFirst.value} change={put} label={id} />
      <p class="words">{text("race.ask.words")}</p>
    </div>
  );
}

function Values({ control, values, change }: { control: Control; values: Setting[]; change: (values: Setting[]) => void }) {
  const spec = state.spec.value;
  if (control.shape === "number") return <Numbers control={control} values={values as number[]} change={change} />;
  const toggle = (value: Setting) => {
    const chosen = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
    const order = offered(control, valueAt(spec, control.pointer) ?? control.initial);
    change(order.filter((one) => chosen.includes(one)));
  };
  return (
    <div class="chips" role="group" aria-label={control.title}>
      {offered(control, control.initial).map((value) => (
        <label class={values.includes(value) ? "chip on" : "chip"} key={String(value)}>
          <input type="checkbox" checked={values.includes(value)} onChange={() => toggle(value)} />
          {optionName(control, value)}
        </label>
      ))}
    </div>
  );
}

function Numbers({ control, values, change }: { control: NumberControl; values: number[]; change: (values: Setting[]) => void }) {
  const bounded = narrowed(control, state.plan.value?.bounds) as NumberControl;
  const [typed, setTyped] = useState<string | null>(null);
  const done = () => {
    const numbers = (typed ?? "").split(/[\s,;]+/).filter((one) => one !== "").map(Number).filter(Number.isFinite);
    const fitting = numbers.map((one) => clamp(control.whole ? Math.round(one) : one, bounded.least, bounded.most));
    if (typed !== null && fitting.length > 0) change(distinct(fitting).slice(0, MOST_VALUES));
    setTyped(null);
  };
  return (
    <label class="field">
      <span class="title">{text("race.values", { title: control.title })}</span>
      <input
        type="text"
        value={typed ?? values.join(", ")}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onBlur={done}
        onKeyDown={(event) => event.key === "Enter" && done()}
      />
    </label>
  );
}

function Seeds({ vary, put }: { vary: Vary; put: (vary: Vary) => void }) {
  const present = Number(valueAt(state.spec.value, SEED) ?? 0);
  return (
    <fieldset class="field">
      <legend class="title">{text("race.seeds")}</legend>
      <div class="segments">
        {Array.from({ length: MOST_SEEDS }, (_, place) => place + 1).map((count) => (
          <label key={count} class={seeds(vary) === count ? "segment on" : "segment"}>
            <input type="radio" name="seeds" checked={seeds(vary) === count} onChange={() => put(withSeeds(vary, count, present))} />
            <span>{count}</span>
          </label>
        ))}
      </div>
      <p class="words">{text("race.seeds.words")}</p>
    </fieldset>
  );
}
