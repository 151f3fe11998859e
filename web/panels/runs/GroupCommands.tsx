// What is done to all seeds of a variant as one.

import { more } from "../../curves/length";
import { isOver } from "../../curves/moment";
import type { Run } from "../../generated/types";
import { Icon } from "../../parts/Icon";
import { commandAll } from "../../state/actions";
import { text } from "../../text/text";
import { extendable, Longer } from "./Commands";

interface Props {
  runs: readonly Run[];
  /** "GRU ×3" */
  name: string;
  open: boolean;
  toggle: () => void;
}

export function GroupCommands({ runs, name, open, toggle }: Props) {
  const going = runs.filter((run) => !isOver(run));
  if (going.length === 0) return <AllLonger runs={runs.filter(extendable)} name={name} />;
  return (
    <>
      <PauseOrGoOn going={going} name={name} />
      <button type="button" class="small" aria-label={text("runs.stop", { name })} onClick={() => commandAll(going, "stop")}>
        <Icon name="stop" />
      </button>
      <button type="button" class="small" aria-label={text("runs.change", { name })} aria-expanded={open} onClick={toggle}>
        <Icon name="tune" />
      </button>
    </>
  );
}

function PauseOrGoOn({ going, name }: { going: readonly Run[]; name: string }) {
  const running = going.filter(({ state }) => state === "running");
  const paused = going.filter(({ state }) => state === "paused");
  return running.length === 0 && paused.length > 0 ? (
    <button type="button" class="small" aria-label={text("runs.resume", { name })} onClick={() => commandAll(paused, "resume")}>
      <Icon name="play" />
    </button>
  ) : (
    <button type="button" class="small" disabled={running.length === 0} aria-label={text("runs.pause", { name })} onClick={() => commandAll(running, "pause")}>
      <Icon name="pause" />
    </button>
  );
}

/** Seeds of one variant are all as long. */
function AllLonger({ runs, name }: { runs: readonly Run[]; name: string }) {
  const [first] = runs;
  return first ? <Longer name={name} by={more(first)} press={() => commandAll(runs, "extend", more(first))} /> : null;
}
