// The way to the laboratories; and in one of them, the way to the others and back.

import { laboratoryOf } from "../../setup/laboratory";
import { closeLaboratory, laboratory, openLaboratoryAt } from "../../state/laboratory";
import { state } from "../../state/store";
import { text } from "../../text/text";
import css from "./Top.module.css";

export function ToLaboratories() {
  const [first] = state.catalogue.value?.laboratories ?? [];
  if (first === undefined || laboratory.place.value !== null) return null;
  return (
    <button type="button" class={`small ${css.laboratoriesButton}`} onClick={() => openLaboratoryAt(first.name)}>
      {text("laboratory.title")}
    </button>
  );
}

/** In the place of the task. */
export function AmongLaboratories() {
  const catalogue = state.catalogue.value;
  const present = laboratoryOf(catalogue, laboratory.place.value?.name ?? "");
  if (present === null) return null;
  const task = state.task.value?.title ?? "";
  const back = text("laboratory.back", { task });
  return (
    <>
      <button type="button" class="small wide" aria-label={back} title={back} onClick={closeLaboratory}>
        <span aria-hidden="true">←</span> <span class={css.backWords}>{task}</span>
      </button>
      <label class={css.task}>
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
