// How a report looks: its own rules, and those of the page for what is taken over from there.

import { INK, PALETTE } from "../../curves/palette";
import inside from "../../styles/inside.css?inline";
import maps from "../../styles/maps.css?inline";
import pictures from "../../styles/pictures.css?inline";
import own from "../../styles/report.css?inline";
import tokens from "../../styles/tokens.css?inline";

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

export const style = [tokens, still(inside), still(pictures), still(maps), own, drawn()].join("\n");
