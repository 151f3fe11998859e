// The parts that a network is drawn of: layers, lanes side by side, and the names of parts.

import { computed } from "@preact/signals";
import { type ComponentChild, Fragment } from "preact";
import type { Layer, Plan } from "../../generated/types";
import { at, standing } from "../../state/looks";
import { leave, point, touches, words } from "../../state/pointing";
import { askForPart, wish } from "../../state/present";
import { state } from "../../state/store";
import { layerName } from "../../text/layers";
import type { Block } from "./blocks";
import { drawing, isSplit, type Item, type Split } from "./drawing";
import { flow } from "./flow";
import { partOfLayer, partsOf } from "./pressing";
import css from "./Network.module.css";

/** Which network is drawn: one whose layers are pressed, or another that stands still beside it. */
interface Drawing {
  beside?: boolean;
}

/** A network from its first layer to its last. */
export function Row({ plan, beside = false }: Drawing & { plan: Plan }) {
  const draw = (block: Block) => (beside ? <Still block={block} beside /> : <Drawn block={block} />);
  return (
    <div class={css.blocks}>
      {drawing(plan).map((item, place, all) => (
        <Fragment key={place}>
          {begins(item, all[place - 1]) ? <Part name={partOf(item)} /> : place > 0 && <span class={css.wire} />}
          {isSplit(item) ? <Branches split={item} draw={draw} /> : draw(item)}
        </Fragment>
      ))}
    </div>
  );
}

/** Whether a part of the network with a name of its own begins here; stages that are numbered are no parts of their own. */
export function begins(item: Item, before: Item | undefined): boolean {
  const part = partOf(item);
  return part !== "" && !/\d/.test(part) && part !== (before && partOf(before));
}

export function partOf(item: Item): string {
  return isSplit(item) ? item.join.part : item.part;
}

/** Lanes side by side; one without layers is the way past the others. */
export function Branches({ split, draw = (block) => <Drawn block={block} /> }: { split: Split; draw?: (block: Block) => ComponentChild }) {
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
                {draw(block)}
                <span class={css.wire} />
              </Fragment>
            ))}
          </span>
        ))}
      </span>
      {draw(split.join)}
    </span>
  );
}

export function Part({ name }: { name: string }) {
  return <span class={css.partName}>{layerName(name)}</span>;
}

export function lit(settings: readonly string[]): boolean {
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

/** Asks the present view for a layer; says whether it can be asked for one. */
export function press(layer: Layer): boolean {
  const wanted = partOfLayer(parts.value, layer.name);
  if (wanted === null || !wish.value.view) return false;
  askForPart(wish.value.view.name, wanted);
  return true;
}

/** A layer that one can point at and press. */
export function Drawn({ block }: { block: Block }) {
  const { layer, settings } = block;
  return (
    <button
      type="button"
      class={blockClass(block)}
      onClick={() => press(layer)}
      onPointerEnter={() => point(layer, settings)}
      onPointerLeave={leave}
      onFocus={() => point(layer, settings)}
      onBlur={leave}
    >
      <Sheets block={block} />
      <span class="unseen">{words(layer)}</span>
    </button>
  );
}

/** The same inside of something that is pressed as a whole. */
export function Still({ block, beside = false }: Drawing & { block: Block }) {
  return (
    <span class={blockClass(block)}>
      <Sheets block={block} beside={beside} />
    </span>
  );
}

function blockClass({ layer, settings }: Block): string {
  const pointed = lit(settings) || state.explained.value?.title === layerName(layer.name);
  return pointed ? `${css.block} ${css.pointed}` : `${css.block}`;
}

function Sheets({ block, beside = false }: Drawing & { block: Block }) {
  const { layer } = block;
  const given = beside ? undefined : flowing.value.get(layer.name); // what flows is that of the network that learns
  const sheet = { width: `${block.width}px`, height: `${block.height}px`, "--flow": given?.toFixed(2) };
  return (
    <>
      <span class={block.beside ? `${css.sheets} ${css.beside}` : `${css.sheets} ${css.behind}`} data-idle={layer.parameters === 0} data-flows={given !== undefined}>
        {Array.from({ length: block.sheets }, (_, place) => (
          <span class={css.sheet} style={sheet} key={place} />
        ))}
      </span>
      <span class={css.layerName}>{layerName(block.name)}</span>
      <span class={css.shape}>{block.shape}</span>
    </>
  );
}
