// Undo and redo of what was done to the blocks.

import { canRedo, canUndo, redo, undo } from "../../../state/undoing";
import { text } from "../../../text/text";

export function Steps({ pointer }: { pointer: string }) {
  return (
    <>
      <button type="button" class="small" disabled={!canUndo(pointer)} title={text("blocks.undo.keys")} onClick={() => undo(pointer)}>
        ↶ {text("undo")}
      </button>
      <button type="button" class="small" disabled={!canRedo(pointer)} title={text("blocks.redo.keys")} onClick={() => redo(pointer)}>
        ↷ {text("blocks.redo")}
      </button>
    </>
  );
}
