// From a file, or from drawings, to data that are learnt from.

import { signal } from "@preact/signals";
import { http, Refusal } from "../../http/http";
import { decode } from "../../parts/ink";
import { paint } from "../../parts/Pad";
import { say } from "../../state/toasts";
import { loadUploads, ownData, typed, uploads } from "../../state/uploads";
import { plain } from "../../text/numbers";
import { language, text } from "../../text/text";
import { type DrawnClass, fileName, folder, SIDE } from "./drawings";
import { type Packed, zip } from "./zip";

/** Of each control, by its pointer: what is being sent, or what is wrong with it. */
export const sending = signal<Readonly<Record<string, string>>>({});
export const refused = signal<Readonly<Record<string, string>>>({});

const put = (kept: typeof sending, pointer: string, words: string) => {
  kept.value = { ...kept.value, [pointer]: words };
};

const MEGABYTE = 1_000_000;

/** Sends it; the hash of what is kept then, or null where it is refused, which is said at the control. */
export async function send(file: Blob, name: string, pointer: string): Promise<string | null> {
  const most = uploads.value?.limit ?? Number.POSITIVE_INFINITY;
  put(refused, pointer, "");
  if (file.size > most) {
    put(refused, pointer, text("data.large", { name, size: plain(Math.ceil(file.size / MEGABYTE)), most: plain(most / MEGABYTE) }));
    return null;
  }
  put(sending, pointer, text("data.sending", { name }));
  try {
    const kept = await http.upload(typed(file, name), name, [language.value, ...navigator.languages]);
    await loadUploads();
    say(text("data.kept", { title: kept.title }), { about: pointer });
    return kept.data;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    put(refused, pointer, error.problem.detail);
    return null;
  } finally {
    put(sending, pointer, "");
  }
}

/** Deleted, and back again where that was a mistake. */
export async function forget(data: string, pointer: string): Promise<boolean> {
  const own = ownData(data);
  if (own === undefined) return false;
  try {
    const content = await http.file(data);
    await http.forget(data);
    await loadUploads();
    const back = () => void send(new Blob([content]), own.name, pointer);
    say(text("data.deleted", { title: own.title }), { action: { words: text("undo"), act: back } });
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    say(error.problem.detail);
    return false;
  }
}

/** Drawings as a ZIP of pictures: dark ink on white paper, a folder for each class. */
export async function sendDrawings(classes: readonly DrawnClass[], pointer: string): Promise<string | null> {
  const files: Packed[] = [];
  for (const { name, drawings } of classes)
    for (const [place, drawing] of drawings.entries())
      files.push({ name: `${folder(name)}/${String(place + 1).padStart(3, "0")}.png`, bytes: await png(drawing) });
  return send(new Blob([zip(files)]), fileName(classes), pointer);
}

async function png(drawing: string): Promise<Uint8Array> {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  paint(canvas, decode(drawing, SIDE, SIDE), null);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (blob === null) throw new Error("This browser made no picture of a drawing.");
  return new Uint8Array(await blob.arrayBuffer());
}
