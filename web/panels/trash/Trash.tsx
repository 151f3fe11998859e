// What was deleted, and the way back. Nothing is lost here: a run in the trash keeps its curves and its weights.

import { useEffect, useState } from "preact/hooks";
import type { Run } from "../../generated/types";
import { http } from "../../http/http";
import { Dialog } from "../../parts/Dialog";
import { attempt } from "../../state/actions";
import { closeDialog } from "../../state/page";
import { state } from "../../state/store";
import { dated } from "../../text/numbers";
import { worded } from "../../text/sentences";
import { counted, text } from "../../text/text";
import css from "./Trash.module.css";

/** Older ones are on the server as well; more than these nobody looks through. */
const MOST = 100;

export function Trash() {
  const [runs, setRuns] = useState<Run[] | null>(null);
  const count = state.trashed.value.size;
  useEffect(() => void attempt(async () => setRuns(await http.trash(MOST))), [count]);
  return (
    <Dialog title={text("trash.title")} close={closeDialog}>
      <p class="words">{count === 0 ? text("trash.empty") : text("trash.words")}</p>
      <ul class={css.trash}>
        {(runs ?? []).map((run) => (
          <Deleted key={run.id} run={run} />
        ))}
      </ul>
      {count > MOST && <p class="words">{counted("trash.older", count - MOST)}</p>}
    </Dialog>
  );
}

function Deleted({ run }: { run: Run }) {
  const name = (run.spec.task as { name?: string } | undefined)?.name;
  const task = state.catalogue.value?.tasks.find((one) => one.name === name)?.title ?? name ?? "";
  return (
    <li>
      <span>
        <strong>{worded(run.title)}</strong>
        <span class="words">{text("trash.about", { task, date: dated(new Date(run.created)), note: run.note })}</span>
      </span>
      <button type="button" class="small wide" onClick={() => void attempt(() => http.restore(run.id))}>
        {text("trash.restore")}
        <span class="unseen"> {worded(run.title)}</span>
      </button>
    </li>
  );
}
