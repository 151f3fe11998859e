// Numbers as a picture, dark ink on paper; a window as lines.

import { useEffect, useRef } from "preact/hooks";
import css from "./Offline.module.css";

interface Props {
  values: ArrayLike<number>;
  /** (channels, height, width), or (time, features). */
  shape: readonly number[];
}

const [WIDE, HIGH] = [240, 80];

export function Drawn({ values, shape }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const picture = shape.length === 3;
  const [width, height] = picture ? [shape[2] ?? 1, shape[1] ?? 1] : [WIDE, HIGH];
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    if (picture) context.putImageData(pictured(values, shape), 0, 0);
    else draw(context, values, shape[1] ?? 1);
  }, [values]);
  return <canvas ref={canvas} width={width} height={height} class={css.drawn} />;
}

/** Grey ones are ink on paper; those that go beyond 0 and 1 lie between their least and their most. */
function pictured(values: ArrayLike<number>, [channels = 1, height = 1, width = 1]: readonly number[]): ImageData {
  const all = Array.from(values);
  const [least, most] = extent(all, 0, 1);
  const image = new ImageData(width, height);
  const size = width * height;
  for (let place = 0; place < size; place++) {
    const light = [0, 1, 2].map((one) => (((all[Math.min(one, channels - 1) * size + place] ?? 0) - least) / (most - least)) * 255);
    image.data.set([...(channels === 1 ? light.map((one) => 255 - one) : light), 255], place * 4);
  }
  return image;
}

function draw(context: CanvasRenderingContext2D, values: ArrayLike<number>, features: number): void {
  const all = Array.from(values);
  const [least, most] = extent(all, all[0] ?? 0, all[0] ?? 0);
  const steps = all.length / features;
  context.clearRect(0, 0, WIDE, HIGH);
  context.strokeStyle = getComputedStyle(context.canvas).color;
  for (let feature = 0; feature < features; feature++) {
    context.beginPath();
    for (let step = 0; step < steps; step++) {
      const value = all[step * features + feature] ?? 0;
      context.lineTo((step / Math.max(1, steps - 1)) * WIDE, HIGH - 2 - ((value - least) / (most - least || 1)) * (HIGH - 4));
    }
    context.stroke();
  }
}

/** Of many values, more than a call takes. */
function extent(values: readonly number[], least: number, most: number): [number, number] {
  return values.reduce<[number, number]>(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [least, most]);
}
