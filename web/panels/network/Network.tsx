// The network as the plan has it: blocks tied to the controls that shape them, and what it costs.

import type { ComponentType } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Layer, Plan } from "../../generated/types";
import type { BlocksControl } from "../../setup/controls";
import { isHidden } from "../../setup/hiding";
import { openAsBlocks } from "../../state/blocks";
import { later } from "../../parts/later";
import { leave, point } from "../../state/pointing";
import { formControls, state } from "../../state/store";
import { say } from "../../state/toasts";
import { layerName } from "../../text/layers";
import { bytes, duration, short, whole } from "../../text/numbers";
import { english, worded } from "../../text/sentences";
import { counted, text } from "../../text/text";
import { lit, Row } from "./Drawn";
import type { OtherSizeProps } from "./OtherSize";
import css from "./Network.module.css";
import foldCss from "../../parts/Fold.module.css";

export function Network() {
  const plan = state.plan.value;
  const section = useRef<HTMLElement>(null);
  const height = useRef(0);
  const control = editable();
  const Editor = useEditor(control !== undefined);
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
          {Editor && control ? <Editor plan={plan} control={control} /> : <Row plan={plan} />}
          <Costs plan={plan} />
          <AsBlocks plan={plan} />
          <Beside plan={plan} />
          <Origin />
          <Layers layers={plan.layers} />
        </>
      ) : (
        <div class={`${css.blocks} ${css.waiting}`} />
      )}
    </section>
  );
}

const OtherSize = later<OtherSizeProps>(async () => (await import("./OtherSize")).OtherSize);

/** The published network beside the one for a classroom, and that beside the published one; nothing where there is but one size. */
function Beside({ plan }: { plan: Plan }) {
  const settings = { ...plan.original, ...plan.classroom };
  return Object.keys(settings).length > 0 ? <OtherSize plan={plan} settings={settings} /> : null;
}

type Editing = ComponentType<{ plan: Plan; control: BlocksControl }>;
let fetched: Editing | null = null;

/** What blocks are moved with in the drawing, fetched when there are any; until then the network is drawn as all are. */
function useEditor(wanted: boolean): Editing | null {
  const [found, put] = useState<{ editor: Editing | null }>({ editor: fetched });
  useEffect(() => {
    if (!wanted || found.editor) return;
    import("./editor/Editor").then(
      ({ Editor }) => put({ editor: (fetched = Editor) }),
      () => say(text("trouble.unreachable")),
    );
  }, [wanted]);
  return found.editor;
}

/** The blocks that the network is put together from; undefined where it is not, or where they may not be changed now. */
function editable(): BlocksControl | undefined {
  const control = formControls.value.find((one) => one.shape === "blocks");
  const open = control && state.fork.value === null && !isHidden(state.teaching.hidden.value, control.pointer);
  return open ? (control as BlocksControl) : undefined;
}

/** A network of another sort becomes blocks, which can be moved and taken out; or a sentence says why it does not. */
function AsBlocks({ plan }: { plan: Plan }) {
  const { as_blocks: blocks, not_as_blocks: reason } = plan;
  const hidden = state.teaching.hidden.value;
  if ((blocks === null && reason === null) || state.fork.value !== null || isHidden(hidden, "architectures") || blocks?.name === state.spec.value.architecture.name) return null;
  return (
    <button type="button" class={`small ${css.asBlocks}`} title={text("network.blocks.title")} onClick={() => (blocks ? openAsBlocks(blocks) : say(worded(reason ?? "")))}>
      {text("network.blocks")}
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
