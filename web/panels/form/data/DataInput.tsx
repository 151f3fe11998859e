// The picker of a person's own data: what is here, a file to upload, drawings of one's own.

import { batch } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import "../../../text/data";
import { later } from "../../../parts/later";
import type { InputProps } from "../../../parts/NumberInput";
import type { DataControl, Setting } from "../../../setup/controls";
import { formControls } from "../../../state/store";
import { loadUploads, ownData, refused, send, sending, uploads } from "../../../state/uploads";
import { text, type TextKey } from "../../../text/text";
import { Drawing } from "./Drawing";
import { Facts } from "./Facts";
import { pickers, waitingFor } from "./pickers";
import { pickAnew } from "./table";
import { TableFacts } from "./TableFacts";
import css from "./Data.module.css";

const ACCEPTED: Record<string, string> = { pictures: ".zip", table: ".csv,.tsv,.txt", text: ".txt,.md", labelled: ".csv,.tsv,.txt", weights: ".safetensors" };

/** What may be learnt from as another form than it was stored as, as the server has it: every table is a text. */
const ALSO: Record<string, readonly string[]> = { text: ["table", "labelled"], labelled: ["table"] };

const Paste = later<{ take: (file: File) => Promise<void>; close: () => void }>(async () => (await import("./Paste")).Paste);


export function DataInput({ control, value, change: set, label }: InputProps<DataControl, string>) {
  const [over, hover] = useState(false);
  const [drawing, draw] = useState(false);
  const [pasting, paste] = useState(false);
  useEffect(() => void loadUploads(), []);
  const change = (data: Setting) => {
    batch(() => {
      if (data !== value) pickAnew(control.part);
      set(data);
    });
  };
  const take = async (file: File | undefined) => {
    const data = file ? await send(file, file.name, control.pointer, control.form) : null;
    // While it was looked through, somebody may have gone to another task.
    if (data !== null && formControls.peek().some(({ shape, pointer }) => shape === "data" && pointer === control.pointer)) change(data);
  };
  const own = ownData(value);
  const zone = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = zone.current;
    if (element === null) return;
    const picker = { form: control.form, element, take: (file: File) => void take(file) };
    pickers.add(picker);
    return () => void pickers.delete(picker);
  });
  useEffect(() => void take(waitingFor(control.form) ?? undefined), [control.form]);
  return (
    <div
      class={over ? `${css.dataInput} ${css.over}` : css.dataInput}
      ref={zone}
      onDragOver={() => hover(true)}
      onDragLeave={() => hover(false)}
      onDrop={() => hover(false)} // The page takes what is dropped: pages/train/dropping.ts.
    >
      <Choice control={control} value={value} change={change} label={label} />
      <Buttons control={control} take={take} draw={control.form === "pictures" ? () => draw(true) : null} paste={control.form === "text" || control.form === "labelled" ? () => paste(true) : null} />
      <Standing control={control} />
      {own && <Facts own={own} gone={() => change("")} pointer={control.pointer} />}
      {own && <TableFacts own={own} part={control.part} />}
      {drawing && <Drawing control={control} change={change} close={() => draw(false)} />}
      {pasting && <Paste take={take} close={() => paste(false)} />}
    </div>
  );
}

function Choice({ control, value, change, label }: InputProps<DataControl, string>) {
  const fitting = uploads.value?.data.filter((one) => one.form === control.form || ALSO[control.form]?.includes(one.form)) ?? [];
  const here = value === "" || fitting.some((one) => one.data === value);
  return (
    <select aria-labelledby={label} value={value} onChange={(event) => change(event.currentTarget.value)}>
      <option value="">{text(control.form === "weights" ? "data.example.weights" : "data.example")}</option>
      {!here && <option value={value}>{uploads.value ? text("data.elsewhere", { data: value.slice(0, 8) }) : value.slice(0, 8)}</option>}
      {fitting.map((one) => (
        <option key={one.data} value={one.data}>
          {one.damaged ? text("data.damaged", { title: one.title }) : one.title}
        </option>
      ))}
    </select>
  );
}

interface ButtonsProps {
  control: DataControl;
  take: (file: File | undefined) => Promise<void>;
  draw: (() => void) | null;
  paste: (() => void) | null;
}

function Buttons({ control, take, draw, paste }: ButtonsProps) {
  const file = useRef<HTMLInputElement>(null);
  const busy = Boolean(sending.value[control.pointer]);
  return (
    <div class={css.dataButtons}>
      <input
        ref={file}
        type="file"
        hidden
        accept={ACCEPTED[control.form] ?? ""}
        onChange={(event) => {
          const input = event.currentTarget;
          void take(input.files?.[0]).finally(() => {
            input.value = ""; // The same file, mended, is another choice.
          });
        }}
      />
      <button type="button" class="small wide" disabled={busy} onClick={() => file.current?.click()}>
        {text("data.upload")}
      </button>
      {draw && (
        <button type="button" class="small wide" disabled={busy} aria-haspopup="dialog" onClick={draw}>
          {text("data.draw")}
        </button>
      )}
      {paste && (
        <button type="button" class="small wide" disabled={busy} aria-haspopup="dialog" onClick={paste}>
          {text("data.paste")}
        </button>
      )}
    </div>
  );
}

function Standing({ control }: { control: DataControl }) {
  const trouble = refused.value[control.pointer];
  const busy = sending.value[control.pointer];
  const drop: Record<string, TextKey> = { table: "data.drop.table", text: "data.drop.text", labelled: "data.drop.labelled", weights: "data.drop.weights" };
  const words = text(drop[control.form] ?? "data.drop.pictures");
  return (
    <>
      <p class="words" role="status">
        {busy || words}
      </p>
      {trouble && (
        <p class="problem" role="alert">
          {trouble}
        </p>
      )}
    </>
  );
}

