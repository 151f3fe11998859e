// The network as the plan has it: blocks tied to the controls that shape them, and what it costs.

import { computed } from "@preact/signals";
import { Fragment } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Layer, Plan } from "../../generated/types";
import { at, standing } from "../../state/looks";
import { leave, point, touches, words } from "../../state/pointing";
import { askForPart, wish } from "../../state/present";
import { state } from "../../state/store";
import { layerName } from "../../text/layers";
import { bytes, duration, short, whole } from "../../text/numbers";
import { english, worded } from "../../text/sentences";
import { counted, text } from "../../text/text";
import type { Block } from "./blocks";
import { drawing, isSplit, type Item, type Split } from "./drawing";
import { flow } from "./flow";
import { partOfLayer, partsOf } from "./pressing";
import css from "./Network.module.css";
import foldCss from "../../parts/Fold.module.css";

export function Network() {
  const plan = state.plan.value;
  const section = useRef<HTMLElement>(null);
  const height = useRef(0);
  // Another network is drawn as soon as it is known; until then its place stays as high as the last one was.
  useLayoutEffect(() => {
    if (plan) height.current = section.current?.offsetHeight ?? 0;
  }, [plan]);
  return (
    <section
      ref={section}
      class={state.problem.value ? `${css.network} ${css.stale}` : css.network}
      aria-label={text("network.title")}
      aria-busy={plan === null}
      style={plan ? undefined : { minHeight: `${height.current}px` }}
    >
      {plan ? (
        <>
          <div class={css.blocks}>
            {drawing(plan).map((item, place, all) => (
              <Fragment key={place}>
                {begins(item, all[place - 1]) ? <Part name={partOf(item)} /> : place > 0 && <span class={css.wire} />}
                {isSplit(item) ? <Branches split={item} /> : <Drawn block={item} />}
              </Fragment>
            ))}
          </div>
          <Costs plan={plan} />
          <Origin />
          <Layers layers={plan.layers} />
        </>
      ) : (
        <div class={`${css.blocks} ${css.waiting}`} />
      )}
    </section>
  );
}

/** Whether a part of the network with a name of its own begins here; stages that are numbered are no parts of their own. */
function begins(item: Item, before: Item | undefined): boolean {
  const part = partOf(item);
  return part !== "" && !/\d/.test(part) && part !== (before && partOf(before));
}

function partOf(item: Item): string {
  return isSplit(item) ? item.join.part : item.part;
}

/** Lanes side by side; one without layers is the way past the others. */
function Branches({ split }: { split: Split }) {
  return (
    <span class={css.branches}>
      <span class={css.branchesName}>
        {layerName(split.name)}
        {split.times > 1 && ` ×${split.times}`}
      </span>
      <span class={css.lanes}>
        {split.lanes.map((lane, place) => (
          <span class={css.lane} key={place}>
            <span class={css.wire} />
            {lane.map((block, at) => (
              <Fragment key={at}>
                <Drawn block={block} />
                <span class={css.wire} />
              </Fragment>
            ))}
          </span>
        ))}
      </span>
      <Drawn block={split.join} />
    </span>
  );
}

function Part({ name }: { name: string }) {
  return <span class={css.partName}>{layerName(name)}</span>;
}

function lit(settings: readonly string[]): boolean {
  return state.pointed.value.some((pointer) => touches(settings, pointer) || settings.includes(pointer));
}

/** What the layers give for the question that is asked, in the first of the runs that are looked into. */
const flowing = computed(() => {
  const { view, question, runs, back } = wish.value;
  const first = runs[0];
  if (view === undefined || first === undefined) return flow(undefined);
  return flow(standing(state.looked.value, first.id, view.name, at(first, back), question));
});

/** What the present view can be asked for, of the first of the runs that are looked into. */
const parts = computed(() => {
  const { view, runs, back } = wish.value;
  const first = runs[0];
  if (view === undefined || first === undefined) return [];
  return partsOf(standing(state.looked.value, first.id, view.name, at(first, back))?.picture);
});

function press(layer: Layer): void {
  const wanted = partOfLayer(parts.value, layer.name);
  if (wanted !== null && wish.value.view) askForPart(wish.value.view.name, wanted);
}

function Drawn({ block }: { block: Block }) {
  const { layer, settings } = block;
  const given = flowing.value.get(layer.name);
  const sheet = { width: `${block.width}px`, height: `${block.height}px`, "--flow": given?.toFixed(2) };
  return (
    <button
      type="button"
      class={lit(settings) || state.explained.value?.title === layerName(layer.name) ? `${css.block} ${css.pointed}` : css.block}
      onClick={() => press(layer)}
      onPointerEnter={() => point(layer, settings)}
      onPointerLeave={leave}
      onFocus={() => point(layer, settings)}
      onBlur={leave}
    >
      <span class={block.beside ? `${css.sheets} ${css.beside}` : `${css.sheets} ${css.behind}`} data-idle={layer.parameters === 0} data-flows={given !== undefined}>
        {Array.from({ length: block.sheets }, (_, place) => (
          <span class={css.sheet} style={sheet} key={place} />
        ))}
      </span>
      <span class={css.layerName}>{layerName(block.name)}</span>
      <span class={css.shape}>{block.shape}</span>
      <span class="unseen">{words(layer)}</span>
    </button>
  );
}

/** How it did in a contest, and whom it is from. */
function Origin() {
  const { name } = state.spec.value.architecture;
  const { contest, place } = state.catalogue.value?.architectures.find((one) => one.name === name) ?? {};
  const sources = place?.sources ?? [];
  return (
    <>
      {contest && english(contest) !== "" && <p class={css.contest}>{worded(contest)}</p>}
      {sources.length > 0 && (
        <details class={`${css.contest} ${foldCss.plain}`} data-sources>
          <summary>
            <span class={css.sources}>
              {text("network.sources")} <span lang="en">{sources.map(({ authors, year }) => `${authors} ${year}`).join("; ")}</span>
            </span>
          </summary>
          {sources.map((source) => (
            <p key={source.title} lang="en">
              {source.authors} ({source.year}). <cite>{source.title}</cite>
            </p>
          ))}
        </details>
      )}
    </>
  );
}

function Costs({ plan }: { plan: Plan }) {
  return (
    <p class={css.costs}>
      <b>{counted("network.parameters", plan.parameters)}</b>
      <span>{text("network.sums", { sums: short(plan.multiply_adds) })}</span>
      <span>{text("network.memory", { memory: bytes(plan.memory) })}</span>
      {plan.seconds_per_epoch !== null && <span>{text("network.seconds", { time: duration(plan.seconds_per_epoch) })}</span>}
    </p>
  );
}

function Layers({ layers }: { layers: Layer[] }) {
  return (
    <details class={`${css.layers} ${foldCss.plain}`}>
      <summary>{text("network.layers")}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{text("network.layers.name")}</th>
            <th scope="col">{text("network.layers.shape")}</th>
            <th scope="col">{text("network.layers.parameters")}</th>
          </tr>
        </thead>
        <tbody>
          {layers.map((layer, place) => (
            <tr key={place} class={lit(layer.settings) ? css.pointed : ""} onPointerEnter={() => point(layer, layer.settings)} onPointerLeave={leave}>
              <td>{layerName(layer.name)}</td>
              <td>{layer.output.join("×")}</td>
              <td>{whole(layer.parameters)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
