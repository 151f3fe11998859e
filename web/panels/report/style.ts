// How a report looks: its own rules, and those of the page for what is taken over from there.

import { INK, PALETTE } from "../../curves/palette";
import answers from "../../parts/pictures/Answers.module.css?inline";
import heat from "../../parts/pictures/Heat.module.css?inline";
import lines from "../../parts/pictures/Lines.module.css?inline";
import maps from "../../parts/pictures/Maps.module.css?inline";
import tokens from "../../styles/tokens.css?inline";
import inside from "../inside/Inside.module.css?inline";
import own from "./report.css?inline";

/** Drawings that leave the page are for a light ground; on a dark one each colour becomes the page's own there. */
function drawn(): string {
  const inks = Object.entries(INK).map(([name, colour]) => [colour, name === "ground" ? "surface" : name]);
  const hues = Object.entries(PALETTE).map(([name, colour]) => [colour, `hue-${name}`]);
  return [...inks, ...hues]
    .map(([colour, name]) => `.chart [fill="${colour}"]{fill:var(--${name})}.chart [stroke="${colour}"]{stroke:var(--${name})}`)
    .join("\n");
}

/** What was a canvas is a picture now. */
function still(rules: string): string {
  return rules.replace(/(?<![\w.-])canvas(?![\w-])/g, "img");
}

const LAYERS = "@layer base, parts, panels;";

export const style = [LAYERS, tokens, ...[answers, lines, heat, maps, inside].map(still), own, drawn()].join("\n");
