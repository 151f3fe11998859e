// From a file, or from drawings, to data that are learnt from.

import { decode } from "../../../parts/ink";
import { paint } from "../../../parts/Pad";
import { type DrawnClass, fileName, folder, SIDE } from "../../../state/drawings";
import { send } from "../../../state/uploads";
import { type Packed, zip } from "./zip";

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
