// Files of curves that others measured, opened as grey ones behind our own.

import { ghostsOf } from "../../curves/foreign";
import { offered } from "../../state/charted";
import { showGhosts } from "../../state/charts";
import { state } from "../../state/store";
import { say } from "../../state/toasts";
import { counted, text } from "../../text/text";

/** Bytes of a file of curves. */
const MOST = 64 * 2 ** 20;

export async function openOthers(files: readonly File[]): Promise<void> {
  const known = offered.value.map(([name]) => name);
  const opened = await Promise.all(
    files.map(async (file) => (file.size > MOST ? [] : ghostsOf(file.name, new Uint8Array(await file.arrayBuffer()), known))),
  );
  const found = opened.flat();
  if (found.length > 0) showGhosts([...state.ghosts.value, ...found]);
  say(found.length > 0 ? counted("save.others.opened", found.length) : text("save.others.none", { series: known.join(", ") }), { about: "ghosts" });
}
