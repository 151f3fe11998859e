// Pictures that nobody judges: the sheet as it came.

import { useEffect, useRef } from "preact/hooks";
import { bitmap } from "./Cell";
import type { ImageGrid } from "./worded";
import css from "./Heat.module.css";

export function Sheet({ picture }: { picture: ImageGrid }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let gone = false;
    void bitmap(picture.sheet).then((image) => {
      if (gone || !canvas.current) return;
      canvas.current.width = image.width;
      canvas.current.height = image.height;
      canvas.current.getContext("2d")?.drawImage(image, 0, 0);
    });
    return () => {
      gone = true;
    };
  }, [picture.sheet]);
  return <canvas class={css.sheet} ref={canvas} aria-hidden="true" />;
}
