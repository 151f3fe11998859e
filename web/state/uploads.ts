// What people uploaded, as the server has it, and what the page calls it.

import { batch, signal } from "@preact/signals";
import type { OwnData, Uploads } from "../generated/types";
import { http, Refusal } from "../http/http";
import { titles } from "../text/uploaded";

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

const TYPES: Record<string, string> = { zip: "application/zip", csv: "text/csv", tsv: "text/tab-separated-values", txt: "text/csv" };

/** Browsers name tables as the programs of the machine do; the server wants to know what is meant. */
export function typed(file: Blob, name: string): Blob {
  const ending = name.toLowerCase().split(".").pop() ?? "";
  return file.slice(0, file.size, TYPES[ending] ?? "application/octet-stream");
}
