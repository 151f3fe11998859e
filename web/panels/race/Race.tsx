// The race panel: which setting differs, by which values, and how many seeds.

import { useId } from "preact/hooks";
import { Dialog } from "../../parts/Dialog";
import { applies, type Control, narrowed, PARTS, type Setting } from "../../setup/controls";
import { yielding } from "../../setup/equal";
import { isHidden } from "../../setup/hiding";
import { offered } from "../../setup/offers";
import { joined } from "../../setup/networks";
import { ARCHITECTURE, combinations, NETWORKS, type Vary, valueAt } from "../../setup/spec";
import { field, MOST_SEEDS, SEED, seeds, variable, withField, withSeeds } from "../../setup/vary";
import { optionName } from "../../setup/wording";
import { start } from "../../state/actions";
import { closeDialog } from "../../state/page";
import { setEqual, setVary } from "../../state/setup";
import { raceControls, state } from "../../state/store";
import { setAskFirst } from "../../state/teaching";
import { whole } from "../../text/numbers";
import { counted, listed, text } from "../../text/text";
import { Toggle } from "../form/inputs";
import { type Cost, RaceCosts, useCosts } from "./RaceCosts";
import { networkName, RaceNetworks } from "./RaceNetworks";
import { RaceValues } from "./RaceValues";
import dialogCss from "../../parts/Dialog.module.css";
import fieldCss from "../../parts/Field.module.css";

export function Race() {
  return (
    <Dialog title={text("race.title")} close={closeDialog}>
      <RaceFields />
    </Dialog>
  );
}

/** What can be raced now, what is out of sight aside; and what is raced, whatever is out of sight. */
function choices(pointer: string): Control[] {
  const spec = state.spec.value;
  const hidden = state.teaching.hidden.value;
  const unseen = (at: string) => isHidden(hidden, at === ARCHITECTURE ? "architectures" : at);
  return variable(raceControls.value)
    .filter((control) => applies(control, spec[control.part]) && (control.pointer === pointer || !unseen(control.pointer)))
    .map((control) => narrowed(control, state.plan.value?.bounds));
}

function RaceFields() {
  const spec = state.spec.value;
  const vary = state.vary.value;
  const pointer = field(vary);
  const fields = choices(pointer);
  const control = fields.find((one) => one.pointer === pointer);
  const costs = useCosts(spec, vary);
  const present = (one: Control) => valueAt(spec, one.pointer) ?? one.initial;
  const wholes = pointer === NETWORKS;
  const named = ({ spec: { architecture }, values }: Cost) => (control ? optionName(control, values[pointer] ?? "") : networkName(architecture, values));
  const pick = (at: string) => {
    if (at === NETWORKS) return setVary(joined(vary, spec.architecture));
    const picked = fields.find((one) => one.pointer === at);
    setVary(withField(vary, at, picked ? offered(picked, present(picked)) : []));
  };
  const count = combinations(vary);
  const empty = control !== undefined && vary[pointer]?.length === 0;
  const impossible = costs.some(({ answer }) => answer?.problem != null);
  return (
    <>
      <label class={fieldCss.field}>
        <span class={fieldCss.title}>{text("race.field")}</span>
        <select value={pointer} onChange={(event) => pick(event.currentTarget.value)}>
          <option value="">{text("race.field.none")}</option>
          {(wholes || !isHidden(state.teaching.hidden.value, "architectures")) && <option value={NETWORKS}>{text("race.networks")}</option>}
          {PARTS.filter((part) => fields.some((one) => one.part === part)).map((part) => (
            <optgroup key={part} label={text(`form.part.${part}`)}>
              {fields
                .filter((one) => one.part === part)
                .map((one) => (
                  <option key={one.pointer} value={one.pointer}>
                    {one.title}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </label>
      {control && (
        <RaceValues
          key={pointer}
          control={control}
          values={(vary[pointer] ?? []) as Setting[]}
          present={present(control)}
          change={(values: Setting[]) => setVary({ ...vary, [pointer]: values })}
        />
      )}
      {wholes && <RaceNetworks vary={vary} put={setVary} />}
      {empty && <p class="words">{text("race.values.none")}</p>}
      <Equal vary={vary} />
      <Seeds vary={vary} put={setVary} />
      <AskFirst />
      {count > 1 && <RaceCosts costs={costs} title={wholes ? text("race.networks") : (control?.title ?? "")} named={named} vary={vary} put={setVary} />}
      <div class={dialogCss.dialogEnd}>
        <button type="button" class="big primary" disabled={count < 2 || empty || impossible || state.starting.value} onClick={() => void start(vary)}>
          {counted("start.race", count)}
        </button>
      </div>
    </>
  );
}

/** Offered where the networks of the race differ in size, and something can make up for it. */
function Equal({ vary }: { vary: Vary }) {
  const id = useId();
  const gives = [...new Set(yielding(state.catalogue.value, state.spec.value, vary).map(({ title }) => title))];
  const parameters = state.plan.value?.parameters;
  if (gives.length === 0 || parameters === undefined) return null;
  return (
    <div class={`${fieldCss.field} ${fieldCss.switch}`}>
      <span class={fieldCss.title} id={id}>
        {text("race.equal")}
      </span>
      <Toggle value={state.equal.value} change={setEqual} label={id} />
      <p class="words">{counted("race.equal.words", gives.length, { setting: listed(gives), parameters: whole(parameters) })}</p>
    </div>
  );
}

function AskFirst() {
  const { askFirst } = state.teaching;
  const id = useId();
  return (
    <div class={`${fieldCss.field} ${fieldCss.switch}`}>
      <span class={fieldCss.title} id={id}>
        {text("race.ask")}
      </span>
      <Toggle value={askFirst.value} change={setAskFirst} label={id} />
      <p class="words">{text("race.ask.words")}</p>
    </div>
  );
}

function Seeds({ vary, put }: { vary: Vary; put: (vary: Vary) => void }) {
  const present = Number(valueAt(state.spec.value, SEED) ?? 0);
  return (
    <fieldset class={fieldCss.field}>
      <legend class={fieldCss.title}>{text("race.seeds")}</legend>
      <div class={fieldCss.segments}>
        {Array.from({ length: MOST_SEEDS }, (_, place) => place + 1).map((count) => (
          <label key={count} class={seeds(vary) === count ? `${fieldCss.segment} ${fieldCss.on}` : fieldCss.segment}>
            <input type="radio" name="seeds" checked={seeds(vary) === count} onChange={() => put(withSeeds(vary, count, present))} />
            <span>{count}</span>
          </label>
        ))}
      </div>
      <p class="words">{text("race.seeds.words")}</p>
    </fieldset>
  );
}
