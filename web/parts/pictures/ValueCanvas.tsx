// Signed values as colours, one pixel each, drawn large: orange is negative, grey nothing, blue positive.

import { useEffect, useRef } from "preact/hooks";
import { ground } from "../../state/ground";
import css from "./Maps.module.css";

interface Props {
  values: ArrayLike<number>;
  height: number;
  width: number;
  /** The size that has the full colour. */
  scale: number;
  /** Lies over something that has to be seen below it. */
  over?: boolean;
}

export function ValueCanvas({ values, height, width, scale, over = false }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!canvas.current || !context) return;
    const style = getComputedStyle(canvas.current);
    const [positive, negative] = [style.color, style.borderTopColor].map(channels);
    const image = context.createImageData(width, height);
    for (let place = 0; place < height * width; place++) {
      const value = values[place] ?? 0;
      const [red = 0, green = 0, blue = 0] = (value < 0 ? negative : positive) ?? [];
      image.data.set([red, green, blue, Math.round(255 * Math.min(1, Math.abs(value) / scale))], 4 * place);
    }
    context.putImageData(image, 0, 0);
  }, [values, height, width, scale, ground.value]);
  return <canvas class={over ? `${css.values} ${css.over}` : css.values} ref={canvas} width={width} height={height} aria-hidden="true" />;
}

function channels(colour: string): number[] {
  return (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
}
