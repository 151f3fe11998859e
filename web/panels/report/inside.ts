// What the page shows of the inside, as markup that stands by itself: canvases become pictures, and nothing can be pressed.

import { drawForPaper, ground } from "../../state/ground";
import { text } from "../../text/text";
import { html, Markup, NOTHING } from "./html";
import padCss from "../../parts/Pad.module.css";
import answersCss from "../../parts/pictures/Answers.module.css";
import heatCss from "../../parts/pictures/Heat.module.css";
import css from "../inside/Inside.module.css";

/** The open view: its words, what it was asked, and what each run that is looked into answered. */
export async function inside(): Promise<Markup> {
  const panel = document.querySelector("[data-panel=inside] [role=tabpanel]");
  // Before anything was asked there is no answer.
  if (panel?.querySelector(`.${css.oneRun} .${css.when}`) == null) return NOTHING;
  const view = document.querySelector<HTMLElement>("[data-panel=inside] [role=tab][aria-selected=true]")?.textContent ?? "";
  const words = panel.querySelector(":scope > .words")?.textContent ?? "";
  const shown = await inLight(() => html`${asked(panel)}${standing(panel.querySelector(`.${css.sideBySide}`) as Element)}`);
  return html`<section>\n<h2>${text("report.title", { title: text("inside.title"), words: view })}</h2>\n<p class="words">${words}</p>\n${shown}\n</section>\n`;
}

function asked(panel: Element): Markup {
  const title = panel.querySelector(`.${css.question} .${css.title}`)?.textContent ?? "";
  const field = panel.querySelector<HTMLInputElement>(`.${css.question} input`);
  if (field) return html`<p class="${answersCss.asked ?? ""}">${title} <span>${field.value}</span></p>\n`;
  const pad = panel.querySelector<HTMLCanvasElement>(`.${padCss.pad} canvas`);
  return pad ? html`<p class="${answersCss.asked ?? ""}">${title}</p>\n${new Markup(picture(pad, "drawn").outerHTML)}\n` : NOTHING;
}

/** What serves hands and keys only; names of elements would be there twice. */
const OPERATED = ["tabindex", "role", "id", "aria-selected", "aria-controls", "aria-describedby", "data-layer", "data-pointed"];

function standing(shown: Element): Markup {
  const copy = shown.cloneNode(true) as Element;
  const painted = shown.querySelectorAll("canvas");
  copy.querySelectorAll("canvas").forEach((canvas, place) => canvas.replaceWith(picture(painted[place] as HTMLCanvasElement)));
  for (const control of copy.querySelectorAll(`button, input, .${heatCss.cellWords}`)) {
    if (control.querySelector("img") || control.matches("[data-origin]")) control.replaceWith(unpressed(control));
    else control.remove();
  }
  for (const one of copy.querySelectorAll("*")) {
    const drawn = one.matches("svg[role=img]");
    for (const name of OPERATED) if (!(drawn && name === "role")) one.removeAttribute(name);
    if (one.matches("td[aria-label]")) one.setAttribute("title", one.getAttribute("aria-label") ?? "");
    if (!drawn && !one.matches("img")) one.removeAttribute("aria-label");
  }
  return new Markup(copy.outerHTML);
}

/** What opens or says more on the page, as the picture that it is. */
function unpressed(button: Element): Element {
  const still = document.createElement("div");
  still.className = button.className;
  if (button.matches("[data-origin]")) still.title = (button as HTMLElement).title;
  still.append(...button.childNodes);
  return still;
}

function picture(canvas: HTMLCanvasElement, name = canvas.className): HTMLImageElement {
  const image = document.createElement("img");
  image.src = canvas.toDataURL();
  image.alt = canvas.getAttribute("aria-label") ?? "";
  if (name !== "") image.className = name;
  image.width = canvas.width;
  image.height = canvas.height;
  return image;
}

/** Canvases are painted for a dark page or for a light one, and paper is light. */
async function inLight<Found>(find: () => Found): Promise<Found> {
  if (ground.peek() === "light") return find();
  drawForPaper(true);
  try {
    await painted();
    return find();
  } finally {
    drawForPaper(false);
  }
}

/** Two frames: one in which the page is drawn anew, and one after what follows from it. */
function painted(): Promise<void> {
  return new Promise((done) => requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(() => setTimeout(done)))));
}
