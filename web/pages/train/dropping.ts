// A file that is dropped anywhere on the page: the browser never opens it, the picker that fits takes it, or it is said what would do.

import type { Entry } from "../../generated/types";
import { keepFor, kindOf, pickerFor, pickers } from "../../panels/form/data/pickers";
import { controls } from "../../setup/controls";
import { choose } from "../../state/actions";
import { openDialog } from "../../state/page";
import { state } from "../../state/store";
import { say } from "../../state/toasts";
import { openWeights } from "../../state/weights";
import { text } from "../../text/text";

export function listenToDrops(): void {
  addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  addEventListener("drop", (event) => {
    const given = event.dataTransfer;
    if (given === null || given.files.length === 0) return;
    event.preventDefault();
    const folder = [...given.items].some((item) => item.webkitGetAsEntry?.()?.isDirectory);
    const file = given.files[0];
    if (folder) say(text("drop.folder"), { about: "drop" });
    else if (given.files.length > 1 || file === undefined) say(text("drop.many"), { about: "drop" });
    else drop(file, event.target);
  });
}

function drop(file: File, target: EventTarget | null): void {
  const kind = kindOf(file.name);
  // Of a network that begins with the layers of another, the weights are its body.
  if (kind === "weights" && ![...pickers].some(({ form }) => form === "weights")) return void openWeights(file);
  if (kind === "lesson") {
    openDialog("gallery");
    return say(text("drop.lesson"), { about: "drop" });
  }
  const picker = pickerFor(pickers, kind, ({ element }) => target instanceof Node && element.contains(target));
  // A fork keeps its data: what is off for the buttons is off for a drop.
  if (picker?.element.matches(":disabled *")) return say(text("fork.fixed"), { about: "drop" });
  if (picker) return picker.take(file);
  const task = state.catalogue.value?.tasks.find((one) => takes(one, kind || "pictures"));
  if (task === undefined) return say(text("drop.nothing", { name: file.name }), { about: "drop" });
  const act = () => {
    keepFor(kind || "pictures", file);
    choose(task.name, state.spec.peek().architecture.name);
  };
  say(text("drop.elsewhere", { name: file.name, task: task.title }), { about: "drop", action: { words: text("drop.use", { task: task.title }), act } });
}

function takes(task: Entry, form: string): boolean {
  return controls(task.settings, "task").some((control) => control.shape === "data" && control.form === form);
}
