// Pause, resume, stop, and what may change while a run goes on.

import { useState } from "preact/hooks";
import { isOver } from "../curves/progress";
import { LabelledInput } from "../form/Field";
import { applies, type Control, type Setting } from "../form/controls";
import { controlsOf, type Spec } from "../form/spec";
import type { Run } from "../generated/types";
import { changeLive, command } from "../state/actions";
import { historyOf, nameOf, state } from "../state/here";
import { text } from "../text/text";
import { Icon } from "./Icon";

export function Commands({ run, open, toggle }: { run: Run; open: boolean; toggle: () => void }) {
  const name = nameOf(run.id);
  if (isOver(run)) return null;
  return (
    <>
      {run.state === "paused" ? (
        <button type="button" class="small" aria-label={text("runs.resume", { name })} onClick={() => command(run, "resume")}>
          <Icon name="play" />
        </button>
      ) : (
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

/** Sends a setting when the hand rests, so that one drag is one change and one flag on the chart. */
const REST = 250;
const resting = new Map<string, ReturnType<typeof setTimeout>>();

function later(run: Run, field: string, value: Setting): void {
  const key = `${run.id}/${field}`;
  clearTimeout(resting.get(key));
  resting.set(
    key,
    setTimeout(() => changeLive(run, field, value), REST),
  );
}

export function LiveSettings({ run }: { run: Run }) {
  const catalogue = state.catalogue.value;
  state.grown.value;
  if (catalogue === null) return null;
  const spec = run.spec as unknown as Spec;
  const live = controlsOf(catalogue, spec, "training").filter((control) => control.live && applies(control, spec.training));
  return (
    <div class="live-fields" role="group" aria-label={text("runs.change", { name: nameOf(run.id) })}>
      {live.map((control) => (
        <Live key={control.pointer} run={run} control={control} value={present(run, control.pointer) ?? spec.training[control.field] ?? control.initial} />
      ))}
    </div>
  );
}

/** What the last change made of a setting; the spec keeps what the run began with. */
function present(run: Run, pointer: string): Setting | undefined {
  return historyOf(run.id).changes.findLast((change) => change.setting === pointer)?.after;
}

function Live({ run, control, value }: { run: Run; control: Control; value: Setting }) {
  const [held, setHeld] = useState<Setting | null>(null);
  return (
    <LabelledInput
      control={control}
      value={held ?? value}
      change={(next) => {
        setHeld(next);
        later(run, control.field, next);
      }}
    />
  );
}
