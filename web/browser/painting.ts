// What is seen of a part of the page, as a picture: canvases as they are, boxes, words and shapes drawn once more. A browser
// gives no page a picture of itself; what is drawn here is what views are made of, and nothing else.

export function painted(root: HTMLElement): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  const box = root.getBoundingClientRect();
  canvas.width = Math.ceil(box.width) + 2 * EDGE;
  canvas.height = Math.ceil(box.height) + 2 * EDGE;
  const context = canvas.getContext("2d", { willReadFrequently: true }) as CanvasRenderingContext2D;
  context.fillStyle = groundOf(root);
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.translate(EDGE - box.left, EDGE - box.top);
  element(context, root);
  return canvas;
}

const EDGE = 12;
const NOTHING = "rgba(0, 0, 0, 0)";

/** What lies behind a part of the page. */
export function groundOf(one: Element): string {
  const own = getComputedStyle(one).backgroundColor;
  if (own !== NOTHING) return own;
  return one.parentElement === null ? "white" : groundOf(one.parentElement);
}

function element(context: CanvasRenderingContext2D, one: Element): void {
  const style = getComputedStyle(one);
  if (style.display === "none" || style.visibility === "hidden" || Number(style.opacity) === 0) return;
  const box = one.getBoundingClientRect();
  context.save();
  context.globalAlpha *= Number(style.opacity);
  filled(context, style, box);
  if (one instanceof HTMLCanvasElement) canvased(context, one, style, box);
  else if (one instanceof SVGSVGElement) shapes(context, one);
  else if (one instanceof HTMLSelectElement) choice(context, one, style, box);
  else within(context, one, style, box);
  context.restore();
}

function within(context: CanvasRenderingContext2D, one: Element, style: CSSStyleDeclaration, box: DOMRect): void {
  if (style.overflowX !== "visible" || style.clipPath !== "none") {
    context.beginPath();
    context.rect(box.left, box.top, box.width, box.height);
    context.clip();
  }
  for (const child of one.childNodes) {
    if (child instanceof Text) words(context, child, style);
    else if (child instanceof Element) element(context, child);
  }
}

function filled(context: CanvasRenderingContext2D, style: CSSStyleDeclaration, box: DOMRect): void {
  const round = Math.min(Number.parseFloat(style.borderTopLeftRadius) || 0, box.width / 2, box.height / 2);
  context.beginPath();
  context.roundRect(box.left, box.top, box.width, box.height, round);
  context.fillStyle = style.backgroundColor;
  context.fill();
  if (round > 0 && Number.parseFloat(style.borderTopWidth) > 0) {
    context.lineWidth = Number.parseFloat(style.borderTopWidth);
    context.strokeStyle = style.borderTopColor;
    return context.stroke();
  }
  const sides = [
    [style.borderTopWidth, style.borderTopColor, box.left, box.top, box.right, box.top],
    [style.borderBottomWidth, style.borderBottomColor, box.left, box.bottom, box.right, box.bottom],
    [style.borderLeftWidth, style.borderLeftColor, box.left, box.top, box.left, box.bottom],
    [style.borderRightWidth, style.borderRightColor, box.right, box.top, box.right, box.bottom],
  ] as const;
  for (const [width, colour, fromX, fromY, toX, toY] of sides) {
    if (Number.parseFloat(width) === 0) continue; // a canvas draws no line of nothing, but one as wide as the last
    context.lineWidth = Number.parseFloat(width);
    context.strokeStyle = colour;
    context.beginPath();
    context.moveTo(fromX, fromY);
    context.lineTo(toX, toY);
    context.stroke();
  }
}

function canvased(context: CanvasRenderingContext2D, one: HTMLCanvasElement, style: CSSStyleDeclaration, box: DOMRect): void {
  if (one.width === 0 || one.height === 0) return;
  context.imageSmoothingEnabled = style.imageRendering !== "pixelated";
  context.drawImage(one, box.left, box.top, box.width, box.height);
}

function choice(context: CanvasRenderingContext2D, one: HTMLSelectElement, style: CSSStyleDeclaration, box: DOMRect): void {
  context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.fillStyle = style.color;
  context.textBaseline = "middle";
  context.fillText(one.selectedOptions[0]?.text ?? "", box.left + Number.parseFloat(style.paddingLeft) + 1, box.top + box.height / 2);
}

/** Letters of scripts without blanks stand one by one, for their line may end anywhere. */
const WORDS = /[\u2e80-\uffef]|[^\s\u2e80-\uffef]+/gu;

function words(context: CanvasRenderingContext2D, text: Text, style: CSSStyleDeclaration): void {
  const range = document.createRange();
  context.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.fillStyle = style.color;
  context.textBaseline = "middle";
  context.fontKerning = "normal";
  for (const found of text.data.matchAll(WORDS)) {
    range.setStart(text, found.index);
    range.setEnd(text, found.index + found[0].length);
    const [box] = range.getClientRects();
    if (box) context.fillText(style.textTransform === "uppercase" ? found[0].toUpperCase() : found[0], box.left, box.top + box.height / 2);
  }
}

/** Lines, ways and words of a drawing, each where the browser has put it. */
function shapes(context: CanvasRenderingContext2D, drawing: SVGSVGElement): void {
  const start = context.getTransform();
  for (const one of drawing.querySelectorAll<SVGGraphicsElement>("path, line, rect, circle, polyline, polygon, text")) {
    const style = getComputedStyle(one);
    const matrix = one.getScreenCTM();
    if (matrix === null || style.display === "none" || style.visibility === "hidden" || one.closest("defs, clipPath, mask")) continue;
    context.save();
    context.setTransform(start.multiply(matrix));
    context.globalAlpha *= Number(style.opacity);
    if (one instanceof SVGTextElement) labelled(context, one, style);
    else shape(context, new Path2D(wayOf(one)), style);
    context.restore();
  }
}

function shape(context: CanvasRenderingContext2D, way: Path2D, style: CSSStyleDeclaration): void {
  if (style.fill !== "none") {
    context.save();
    context.globalAlpha *= Number(style.fillOpacity);
    context.fillStyle = style.fill;
    context.fill(way);
    context.restore();
  }
  if (style.stroke === "none") return;
  context.globalAlpha *= Number(style.strokeOpacity);
  context.strokeStyle = style.stroke;
  context.lineWidth = Number.parseFloat(style.strokeWidth);
  // A width that does not grow with its drawing is one of the screen.
  if (style.vectorEffect === "non-scaling-stroke") context.lineWidth /= Math.sqrt(Math.abs(context.getTransform().a * context.getTransform().d)) || 1;
  if (style.strokeDasharray !== "none") context.setLineDash(style.strokeDasharray.split(/[ ,]+/).map((one) => Number.parseFloat(one)));
  context.stroke(way);
}

function labelled(context: CanvasRenderingContext2D, one: SVGTextElement, style: CSSStyleDeclaration): void {
  context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.fillStyle = style.fill;
  context.textAlign = style.textAnchor === "middle" ? "center" : style.textAnchor === "end" ? "right" : "left";
  context.fillText(one.textContent ?? "", one.x.baseVal[0]?.value ?? 0, one.y.baseVal[0]?.value ?? 0);
}

/** Any of these as a way, as SVG writes one. */
function wayOf(one: SVGGraphicsElement): string {
  const at = (name: string) => Number.parseFloat(one.getAttribute(name) ?? "0");
  switch (one.tagName) {
    case "line":
      return `M${at("x1")} ${at("y1")}L${at("x2")} ${at("y2")}`;
    case "rect":
      return `M${at("x")} ${at("y")}h${at("width")}v${at("height")}h${-at("width")}z`;
    case "circle":
      return `M${at("cx") - at("r")} ${at("cy")}a${at("r")} ${at("r")} 0 1 0 ${2 * at("r")} 0a${at("r")} ${at("r")} 0 1 0 ${-2 * at("r")} 0`;
    case "polyline":
    case "polygon":
      return `M${one.getAttribute("points") ?? ""}${one.tagName === "polygon" ? "z" : ""}`;
  }
  return one.getAttribute("d") ?? "";
}
