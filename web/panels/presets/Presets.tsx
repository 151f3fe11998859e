// Which preset the form is set to, and another to choose; of a published table its rows.

import type { Preset } from "../../generated/types";
import { later } from "../../parts/later";
import { usePreset } from "../../state/actions";
import { presets } from "../../state/presets";
import { state } from "../../state/store";
import { text } from "../../text/text";
import css from "../../parts/Field.module.css";

const PrintedTable = later<{ preset: Preset }>(async () => (await import("./PrintedTable")).PrintedTable);

export function Presets() {
  const { own, present } = presets.value;
  if (own.length === 0) return null;
  const table = own[present]?.rows.length ? own[present] : null;
  return (
    <>
      <Choice own={own} present={present} />
      {table && <PrintedTable preset={table} />}
    </>
  );
}

function Choice({ own, present }: { own: readonly Preset[]; present: number }) {
  return (
    <div class={`${css.field} ${css.beside}`}>
      <label class={css.title} for="preset">
        {text("form.preset")}
      </label>
      <select
        id="preset"
        disabled={state.fork.value !== null}
        value={String(present)}
        onChange={(event) => {
          const preset = own[Number(event.currentTarget.value)];
          if (preset) usePreset(preset);
        }}
      >
        {present < 0 && <option value="-1">{text("form.preset.none")}</option>}
        {own.map((preset, place) => (
          <option key={preset.name} value={String(place)}>
            {preset.title}
          </option>
        ))}
      </select>
    </div>
  );
}
