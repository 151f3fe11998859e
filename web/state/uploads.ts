// What people uploaded, as the server has it, and what the page calls it.

import { batch, signal } from "@preact/signals";
import type { OwnData, Uploads } from "../generated/types";
import { http, Refusal } from "../http/http";
import { plain } from "../text/numbers";
import { language, text } from "../text/text";
import { titles } from "../text/uploaded";
import { say } from "./toasts";

/** Null until somebody wants to know. */
export const uploads = signal<Uploads | null>(null);

export function receiveUploads(found: Uploads): void {
  batch(() => {
    uploads.value = found;
    titles.value = new Map(found.data.map(({ data, title }) => [data, title]));
  });
}

export async function loadUploads(): Promise<void> {
  try {
    receiveUploads(await http.uploads());
  } catch (error) {
    if (!(error instanceof Refusal)) throw error; // The page says elsewhere that nobody answers.
  }
}

export function ownData(data: string): OwnData | undefined {
  return uploads.value?.data.find((one) => one.data === data);
}

/** Forms that a file cannot be told to have by itself. */
const FORMS = ["text", "labelled", "weights"];

const TYPES: Record<string, string> = { zip: "application/zip", csv: "text/csv", tsv: "text/tab-separated-values", txt: "text/csv" };

/** Browsers name tables as the programs of the machine do; the server wants to know what is meant. */
export function typed(file: Blob, name: string): Blob {
  const ending = name.toLowerCase().split(".").pop() ?? "";
  return file.slice(0, file.size, TYPES[ending] ?? "application/octet-stream");
}

/** Of each control, by its pointer: what is being sent, or what is wrong with it. */
export const sending = signal<Readonly<Record<string, string>>>({});
export const refused = signal<Readonly<Record<string, string>>>({});

const put = (kept: typeof sending, pointer: string, words: string) => {
  kept.value = { ...kept.value, [pointer]: words };
};

const MEGABYTE = 1_000_000;

/** Sends it; the hash of what is kept then, or null where it is refused, which is said at the control. */
export async function send(file: Blob, name: string, pointer: string, form = ""): Promise<string | null> {
  const most = uploads.value?.limit ?? Number.POSITIVE_INFINITY;
  put(refused, pointer, "");
  if (file.size > most) {
    put(refused, pointer, text("data.large", { name, size: plain(Math.ceil(file.size / MEGABYTE)), most: plain(most / MEGABYTE) }));
    return null;
  }
  put(sending, pointer, text("data.sending", { name }));
  try {
    const kept = await http.upload(typed(file, name), name, [language.value, ...navigator.languages], FORMS.includes(form) ? form : "");
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
    const back = () => void send(new Blob([content]), own.name, pointer, own.form);
    say(text("data.deleted", { title: own.title }), { action: { words: text("undo"), act: back } });
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    say(error.problem.detail);
    return false;
  }
}
