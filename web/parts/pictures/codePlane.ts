// A plane of codes on a canvas: cells below, signs of pictures over them, the cloud that was asked, and the walker.

import { bitmap } from "./Cell";
import { hueOf, signOf } from "./dots";
import type { Place } from "./strips";
import type { CodePlane } from "./worded";

/** Pixels on a side, fine enough for dense screens. */
export const PLANE = 960;
const HALO = "rgb(255 255 255 / 85%)";
const INK = "#111";
/** Under signs the cells step back. */
const FAINT = 0.4;
/** So far from the picture that was asked somebody has walked. */
const AWAY = 1e-3;

/** Two layers that may each be left out. */
export async function drawPlane(canvas: HTMLCanvasElement, picture: CodePlane, labels: readonly string[], shown: { pictures: boolean; codes: boolean }, at: Place): Promise<void> {
  const cells = shown.pictures ? await bitmap(picture.grid.sheet) : null;
  const context = canvas.getContext("2d");
  if (!context) return;
  canvas.width = PLANE;
  canvas.height = PLANE;
  context.fillStyle = "#fff";
  context.fillRect(0, 0, PLANE, PLANE);
  context.imageSmoothingEnabled = false;
  if (cells) {
    context.globalAlpha = shown.codes ? FAINT : 1;
    context.drawImage(cells, 0, 0, PLANE, PLANE);
    context.globalAlpha = 1;
  }
  if (shown.codes) signs(context, picture, labels);
  const { own } = picture;
  cloud(context, picture);
  if (own === null || Math.hypot(at.x - own.place.x, at.y - own.place.y) > AWAY) cross(context, at);
}

function put({ x, y }: Place): [number, number] {
  return [x * PLANE, (1 - y) * PLANE];
}

function signs(context: CanvasRenderingContext2D, { dots }: CodePlane, labels: readonly string[]): void {
  context.font = `600 20px ${getComputedStyle(context.canvas).fontFamily}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 4;
  context.strokeStyle = HALO;
  for (const { place, label } of dots) {
    const sign = label === "" ? "●" : signOf(labels, label);
    const [x, y] = put(place);
    context.fillStyle = label === "" ? INK : hueOf(labels, label);
    context.strokeText(sign, x, y);
    context.fillText(sign, x, y);
  }
}

function cloud(context: CanvasRenderingContext2D, { own, samples }: CodePlane): void {
  if (own === null) return;
  const [x, y] = put(own.place);
  twice(context, () => {
    context.beginPath();
    context.ellipse(x, y, Math.max(7, own.across * PLANE), Math.max(7, own.up * PLANE), 0, 0, 2 * Math.PI);
  });
  for (const sample of samples) {
    const [left, top] = put(sample);
    twice(context, () => {
      context.beginPath();
      context.moveTo(left - 6, top - 6);
      context.lineTo(left + 6, top + 6);
      context.moveTo(left + 6, top - 6);
      context.lineTo(left - 6, top + 6);
    });
  }
}

function cross(context: CanvasRenderingContext2D, at: Place): void {
  const [x, y] = put(at);
  twice(context, () => {
    context.beginPath();
    context.rect(x - 14, y - 14, 28, 28);
  });
}

/** A dark line in a light one is seen on every ground. */
function twice(context: CanvasRenderingContext2D, path: () => void): void {
  for (const [width, colour] of [
    [8, "#fff"],
    [3, INK],
  ] as const) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    path();
    context.stroke();
  }
}
