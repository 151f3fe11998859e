// A pen for a canvas, for figures as PNG.

import { type Box, type Figure, type LineStyle, paint, type Pen, type Point, SIZE, type TextStyle } from "../../curves/figure";
import type { Marker } from "../../curves/groups";
import { paintMarker } from "./marks";

/** Sharp on paper and on good screens. */
const RATIO = 2;

export function png(figure: Figure, font: string): Promise<Blob | null> {
  return drawnPng((pen) => paint(figure, pen), font);
}

/** Whatever is drawn with a pen. */
export async function drawnPng(draw: (pen: Pen) => void, font: string): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = SIZE.width * RATIO;
  canvas.height = SIZE.height * RATIO;
  const context = canvas.getContext("2d");
  if (context === null) return null;
  context.scale(RATIO, RATIO);
  draw(new CanvasPen(context, font));
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

class CanvasPen implements Pen {
  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly font: string,
  ) {}

  inside({ left, top, width, height }: Box, draw: () => void): void {
    this.context.save();
    this.context.beginPath();
    this.context.rect(left, top, width, height);
    this.context.clip();
    draw();
    this.context.restore();
  }

  rect({ left, top, width, height }: Box, colour: string): void {
    this.context.fillStyle = colour;
    this.context.fillRect(left, top, width, height);
  }

  line(points: readonly Point[], { colour, width, opacity, dash }: LineStyle): void {
    const { context } = this;
    context.globalAlpha = opacity;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.lineJoin = "round";
    context.setLineDash([...dash]);
    this.trace(points);
    context.stroke();
    context.globalAlpha = 1;
  }

  area(points: readonly Point[], colour: string, opacity: number): void {
    this.context.globalAlpha = opacity;
    this.context.fillStyle = colour;
    this.trace(points);
    this.context.fill();
    this.context.globalAlpha = 1;
  }

  marker(marker: Marker, [x, y]: Point, size: number, colour: string): void {
    this.context.fillStyle = colour;
    paintMarker(this.context, marker, x, y, size);
  }

  text(words: string, [x, y]: Point, { size, colour, bold, anchor = "start" }: TextStyle): void {
    const { context } = this;
    context.font = `${bold ? "600 " : ""}${size}px ${this.font}`;
    context.textAlign = anchor === "middle" ? "center" : anchor;
    context.textBaseline = "alphabetic";
    context.fillStyle = colour;
    context.fillText(words, x, y);
  }

  private trace(points: readonly Point[]): void {
    this.context.beginPath();
    for (const [x, y] of points) this.context.lineTo(x, y);
  }
}
