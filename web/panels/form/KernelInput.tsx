// A kernel: one that has a name, or numbers typed into its places; as many rows and columns as one wants.

import { useState } from "preact/hooks";
import { takingKernel } from "../../browser/kernelDrags";
import "../../text/convolved";
import type { InputProps } from "../../parts/NumberInput";
import type { KernelControl } from "../../setup/controls";
import { joined, MOST_ROWS, resized, wordsOfKernel } from "../../setup/kernel";
import { text } from "../../text/text";
import css from "./Kernel.module.css";

const TYPED = "";

export function KernelInput({ control, value, change, label }: InputProps<KernelControl, string>) {
  const named = value in control.choices;
  const words = wordsOfKernel(control.choices[value] ?? value);
  const [high, wide] = [words.length, words[0]?.length ?? 1];
  const put = (row: number, column: number, word: string) => change(joined(words.map((one, y) => one.map((old, x) => (y === row && x === column ? word : old)))));
  return (
    <div class={css.kernel} {...takingKernel(change)}>
      <select aria-labelledby={label} value={named ? value : TYPED} onChange={({ currentTarget }) => change(currentTarget.value === TYPED ? joined(words) : currentTarget.value)}>
        {Object.keys(control.choices).map((name) => (
          <option key={name} value={name}>
            {control.names[name] ?? name}
          </option>
        ))}
        <option value={TYPED}>{text("kernel.typed")}</option>
      </select>
      <div class={css.grid} style={{ "--columns": wide }} data-wide={wide > 5 || undefined}>
        {words.map((row, y) => row.map((word, x) => <Word key={`${y},${x}`} word={word} name={text("kernel.number", { row: y + 1, column: x + 1 })} put={(typed) => put(y, x, typed)} />))}
      </div>
      <div class={css.sizes}>
        <Count title={text("kernel.rows")} value={high} change={(rows) => change(joined(resized(words, rows, wide)))} />
        <Count title={text("kernel.columns")} value={wide} change={(columns) => change(joined(resized(words, high, columns)))} />
      </div>
    </div>
  );
}

/** What is typed counts when it is done: the server says what is no number. */
function Word({ word, name, put }: { word: string; name: string; put: (word: string) => void }) {
  const [typed, type] = useState<string | null>(null);
  const done = () => {
    if (typed !== null && typed.trim() !== "" && typed.trim() !== word) put(typed.trim().replace("\u2212", "-").replace(",", "."));
    type(null);
  };
  return (
    <input
      type="text"
      aria-label={name}
      value={typed ?? word}
      onInput={(event) => type(event.currentTarget.value)}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={done}
      onKeyDown={(event) => event.key === "Enter" && done()}
    />
  );
}

function Count({ title, value, change }: { title: string; value: number; change: (value: number) => void }) {
  return (
    <label>
      {title}
      <select value={value} onChange={(event) => change(Number(event.currentTarget.value))}>
        {Array.from({ length: MOST_ROWS }, (_, place) => (
          <option key={place} value={place + 1}>
            {place + 1}
          </option>
        ))}
      </select>
    </label>
  );
}
