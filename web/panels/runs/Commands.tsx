// Pause, resume, stop, and what may change while a run goes on.

import { useEffect, useState } from "preact/hooks";
import { type More, more, present } from "../../curves/length";
import { isOver } from "../../curves/moment";
import type { Run } from "../../generated/types";
import { Icon } from "../../parts/Icon";
import { RunPace } from "../../parts/Pace";
import { applies, type Control, type Setting } from "../../setup/controls";
import { isHidden } from "../../setup/hiding";
import { controlsOf, specOf } from "../../setup/spec";
import { changeLive, command, extend, step } from "../../state/actions";
import { fork } from "../../state/forking";
import { historyOf, nameOf, state } from "../../state/store";
import { counted, text } from "../../text/text";
import { LabelledInput } from "../form/LabelledInput";
import css from "./Runs.module.css";
import foldCss from "../../parts/Fold.module.css";

export function Commands({ run, open, toggle }: { run: Run; open: boolean; toggle: () => void }) {
  const name = nameOf(run.id);
  if (isOver(run)) return <GoOn run={run} />;
  return (
    <>
      {run.state === "paused" && (
        <button type="button" class="small" aria-label={text("runs.step", { name })} onClick={() => step(run)}>
          <Icon name="step" />
        </button>
      )}
      {run.state === "paused" ? (
        <button type="button" class="small" aria-label={text("runs.resume", { name })} onClick={() => command(run, "resume")}>
          <Icon name="play" />
        </button>
      ) : run.state === "queued" ? null : (
        <button
          type="button"
          class="small"
          disabled={run.state !== "running"}
          aria-label={text("runs.pause", { name })}
          onClick={() => command(run, "pause")}
        >
          <Icon name="pause" />
        </button>
      )}
      <button type="button" class="small" aria-label={text("runs.stop", { name })} onClick={() => command(run, "stop")}>
        <Icon name="stop" />
      </button>
      <button type="button" class="small" aria-label={text("runs.change", { name })} aria-expanded={open} onClick={toggle}>
        <Icon name="tune" />
      </button>
    </>
  );
}

/** A run that has ended can be longer; one that did not come to its end can go on to it. */
function GoOn({ run }: { run: Run }) {
  const name = nameOf(run.id);
  if (!extendable(run)) return null;
  return (
    <>
      {run.state !== "finished" && (
        <button type="button" class="small" aria-label={text("runs.continue", { name })} onClick={() => command(run, "continue")}>
          <Icon name="play" />
        </button>
      )}
      <Longer name={name} by={more(run)} press={() => extend(run, more(run))} />
    </>
  );
}

/** "+10 epochs", "+150 batches" */
export function Longer({ name, by, press }: { name: string; by: More; press: () => void }) {
  const words = "batches" in by ? counted("runs.extend.batches", by.batches, { name }) : counted("runs.extend.epochs", by.epochs, { name });
  return (
    <button type="button" class={`small ${css.longer}`} aria-label={words} title={words} onClick={press}>
      {"batches" in by ? counted("runs.longer.batches", by.batches) : counted("runs.longer.epochs", by.epochs)}
    </button>
  );
}

export function extendable(run: Run): boolean {
  return isOver(run) && run.problem === null && run.step > 0;
}

/** As soon as some of its weights are kept. */
export function forkable(run: Run): boolean {
  return run.problem === null && run.snapshots.length > 0;
}

/** A run of its own from this one's weights. */
export function Forking({ run }: { run: Run }) {
  if (!forkable(run)) return null;
  const name = nameOf(run.id);
  return (
    <button type="button" class={`small ${css.roomy}`} aria-label={text("runs.fork", { name })} title={text("runs.fork", { name })} onClick={() => fork(run)}>
      <Icon name="fork" />
    </button>
  );
}

/** Sends a setting when the hand rests, so that one drag is one change and one flag on the chart. */
const REST = 250;
const resting = new Map<string, ReturnType<typeof setTimeout>>();

function later(run: Run, field: string, value: Setting, refused: () => void): void {
  const key = `${run.id}/${field}`;
  clearTimeout(resting.get(key));
  resting.set(
    key,
    setTimeout(() => void changeLive(run, field, value).then((taken) => taken || refused()), REST),
  );
}

/** The first live setting is what most people reach for; the others wait below it. */
export function LiveSettings({ run }: { run: Run }) {
  const catalogue = state.catalogue.value;
  state.grown.value;
  if (catalogue === null) return null;
  const { training } = present(run, historyOf(run.id));
  const hidden = state.teaching.hidden.value;
  const live = controlsOf(catalogue, specOf(run), "training").filter(
    (control) => control.live && applies(control, training) && !isHidden(hidden, control.pointer),
  );
  const fields = (controls: Control[]) => (
    <div class={css.liveFields}>
      {controls.map((control) => (
        <Live key={control.pointer} run={run} control={control} value={training[control.field] ?? control.initial} />
      ))}
    </div>
  );
  return (
    <div role="group" aria-label={text("runs.change", { name: nameOf(run.id) })}>
      <div class={css.liveFirst}>
        {fields(live.slice(0, 1))}
        <RunPace runs={[run]} name={nameOf(run.id)} />
      </div>
      {live.length > 1 && (
        <details class={foldCss.advanced}>
          <summary>{text("form.advanced")}</summary>
          {fields(live.slice(1))}
        </details>
      )}
    </div>
  );
}

function Live({ run, control, value }: { run: Run; control: Control; value: Setting }) {
  const [held, setHeld] = useState<Setting | null>(null);
  const letGo = () => setHeld(null);
  // The run's own word counts: what it took, or what it had before it refused.
  useEffect(letGo, [value]);
  return (
    <LabelledInput
      control={control}
      value={held ?? value}
      change={(next) => {
        setHeld(next);
        later(run, control.field, next, letGo);
      }}
    />
  );
}
