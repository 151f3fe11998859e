import { beforeEach, expect, test } from "vitest";
import { state } from "../state/store";
import { canRedo, canUndo, edit, redo, undo } from "../state/undoing";

const POINTER = "/architecture/blocks";
const now = () => state.spec.value.architecture.blocks;
const put = (blocks: string) => {
  state.spec.value = { task: { name: "digits" }, architecture: { name: "blocks", blocks }, training: {} };
};
beforeEach(() => put("a"));

test("each step is undone and done again, and a new one forgets what was undone", () => {
  edit(POINTER, "a b");
  edit(POINTER, "a b c");
  undo(POINTER);
  undo(POINTER);
  undo(POINTER);
  expect([now(), canUndo(POINTER), canRedo(POINTER)]).toEqual(["a", false, true]);
  redo(POINTER);
  expect(now()).toBe("a b");
  edit(POINTER, "x");
  expect(canRedo(POINTER)).toBe(false);
  undo(POINTER);
  expect(now()).toBe("a b");
});

test("a slider that is dragged is one step", () => {
  for (const blocks of ["16k3", "17k3", "18k3"]) edit(POINTER, blocks, "0/filters");
  edit(POINTER, "18k5", "0/kernel");
  undo(POINTER);
  expect(now()).toBe("18k3");
  undo(POINTER);
  expect(now()).toBe("a");
});

test("what something else has set since is not undone", () => {
  edit(POINTER, "a b");
  put("from a preset");
  expect(canUndo(POINTER)).toBe(false);
  undo(POINTER);
  expect(now()).toBe("from a preset");
});
