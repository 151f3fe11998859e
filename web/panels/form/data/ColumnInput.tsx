// A column of a table of one's own, chosen by its name.

import "../../../text/data";
import { type InputProps, NumberInput } from "../../../parts/NumberInput";
import type { NumberControl } from "../../../setup/controls";
import { valueAt } from "../../../setup/spec";
import { formControls, state } from "../../../state/store";
import { ownData } from "../../../state/uploads";
import { text } from "../../../text/text";
import { offered, picked, tableBy } from "./table";
import css from "./Data.module.css";

export function ColumnInput({ control, value, change, label }: InputProps<NumberControl, number>) {
  const data = formControls.value.find(({ part, shape }) => part === control.part && shape === "data");
  const hash = String((data && valueAt(state.spec.value, data.pointer)) ?? "");
  const own = ownData(hash);
  const table = own && tableBy(own, picked(control.part, "numbers"));
  if (hash === "")
    return (
      <select class={css.columns} aria-labelledby={label} disabled>
        <option>{text("table.only")}</option>
      </select>
    );
  if (table === undefined || table.columns.length === 0) return <NumberInput control={control} value={value} change={change} label={label} />;
  if (control.picks === "label")
    return (
      <select class={css.columns} aria-labelledby={label} value={value} onChange={(event) => change(Number(event.currentTarget.value))}>
        <option value={0}>{text("table.automatic")}</option>
        {table.names.map((name, place) => (
          <option key={place} value={place + 1}>
            {name}
          </option>
        ))}
      </select>
    );
  return (
    <select class={css.columns} aria-labelledby={label} value={value || table.first} onChange={(event) => change(Number(event.currentTarget.value))}>
      {offered(table).map((one) => (
        <option key={one.value} value={one.value}>
          {one.title}
        </option>
      ))}
    </select>
  );
}
