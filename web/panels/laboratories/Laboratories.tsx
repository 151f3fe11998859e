// The way to the laboratories; and in one of them, the way to the others and back.

import { takingKernel } from "../../browser/kernelDrags";
import { Icon } from "../../parts/Icon";
import { laboratoryOf } from "../../setup/laboratory";
import { laboratory, openLaboratoryAt, toNetworks } from "../../state/laboratory";
import { map } from "../../state/map";
import { state } from "../../state/store";
import { text } from "../../text/text";
import css from "../../pages/train/Top.module.css";

export function Laboratories() {
  return laboratory.place.value === null || map.place.value !== null ? <ToLaboratories /> : <AmongLaboratories />;
}

/** A filter that is dragged here is tried in the laboratory of kernels. */
async function take(kernel: string): Promise<void> {
  (await import("../../state/kernels")).tryWritten(kernel);
}

/** A sign where the bar has no room for the word. */
function ToLaboratories() {
  const [first] = state.catalogue.value?.laboratories ?? [];
  if (first === undefined) return null;
  const words = text("laboratory.title");
  return (
    <button type="button" class={`small ${css.signButton}`} aria-label={words} title={words} onClick={() => openLaboratoryAt(first.name)} {...takingKernel(take)}>
      <Icon name="flask" />
      <span class={css.signWords}>{words}</span>
    </button>
  );
}

/** In the place of the task. */
function AmongLaboratories() {
  const catalogue = state.catalogue.value;
  const present = laboratoryOf(catalogue, laboratory.place.value?.name ?? "");
  if (present === null) return null;
  const task = state.task.value?.title ?? "";
  const back = text("laboratory.back", { task });
  return (
    <>
      <button type="button" class="small wide" aria-label={back} title={back} onClick={toNetworks}>
        <span aria-hidden="true">←</span> <span class={css.backWords}>{task}</span>
      </button>
      <label class={css.task} {...takingKernel(take)}>
        <span class="unseen">{text("laboratory.one")}</span>
        <select value={present.name} onChange={(event) => openLaboratoryAt(event.currentTarget.value)}>
          {catalogue?.laboratories.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
