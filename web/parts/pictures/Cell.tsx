// One picture of a sheet.

import { useEffect, useRef } from "preact/hooks";
import type { ImageGrid } from "./worded";

/** One sheet is decoded once, however many cells are cut from it. */
const sheets = new Map<string, Promise<ImageBitmap>>();

export function bitmap(sheet: string): Promise<ImageBitmap> {
  let found = sheets.get(sheet);
  if (found === undefined) {
    const bytes = Uint8Array.from(atob(sheet), (character) => character.charCodeAt(0));
    found = createImageBitmap(new Blob([bytes], { type: "image/png" }));
    if (sheets.size > 24) sheets.clear();
    sheets.set(sheet, found);
  }
  return found;
}

/** Of a grid of pictures or of a strip. */
export function Cell({ picture, place }: { picture: Pick<ImageGrid, "sheet" | "columns" | "height" | "width">; place: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { sheet, columns, height, width } = picture;
  useEffect(() => {
    let gone = false;
    void bitmap(sheet).then((image) => {
      const context = canvas.current?.getContext("2d");
      if (gone || !context) return;
      const x = (place % columns) * width;
      const y = Math.floor(place / columns) * height;
      context.drawImage(image, x, y, width, height, 0, 0, width, height);
    });
    return () => {
      gone = true;
    };
  }, [sheet, place, columns, height, width]);
  return <canvas ref={canvas} width={width} height={height} aria-hidden="true" />;
}
