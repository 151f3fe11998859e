// A beam search as a tree: a column for each symbol; what the search dropped is pale, and any node can be gone on from.

import { useState } from "preact/hooks";
import { percent, plain } from "../../text/numbers";
import { text } from "../../text/text";
import type { Asking } from "./asking";
import { pathTo, question, standings, symbolsOf, textOf, type Standing } from "./beams";
import { bytes } from "./packed";
import { shownLabel } from "./labels";
import { Masked } from "./Masked";
import { Verdict } from "./Verdict";
import type { BeamTree, ImageGrid } from "./worded";
import answersCss from "./Answers.module.css";
import css from "./BeamTree.module.css";

const WIDTHS = [1, 2, 3, 4, 6, 8];
const NORMALISATIONS = [0, 0.3, 0.6, 1, 1.5];

interface Given {
  picture: BeamTree;
  asking: Asking;
}

export function BeamTreePicture({ picture, asking }: Given) {
  const [pointed, point] = useState<number | null>(null);
  const at = pointed !== null && pointed < picture.nodes.length ? pointed : (picture.best.at(-1) ?? -1);
  return (
    <div class={css.beam}>
      <p class={answersCss.asked}>
        {picture.mark.given && <span class={answersCss.given}>{picture.mark.given} →</span>}
        <Verdict mark={picture.mark} />
        {picture.mark.sure !== null && <span class={answersCss.sure}>{text("inside.sure", { sure: percent(picture.mark.sure) })}</span>}
      </p>
      <Controls picture={picture} asking={asking} />
      <Tree picture={picture} asking={asking} at={at} point={point} />
      <p class={css.pointed} role="status">
        {words(picture, at)}
      </p>
      {picture.read.length > 0 && at >= 0 && <Looks picture={picture} at={at} />}
      {picture.asked && <Seen picture={picture} asked={picture.asked} at={at} />}
      <Instead picture={picture} asking={asking} at={at} />
      {picture.remarks.map((remark, place) => (
        <p class="words" key={place}>
          {remark}
        </p>
      ))}
    </div>
  );
}

function Controls({ picture, asking }: Given) {
  const { width, normalisation, forced } = picture;
  return (
    <div class={css.controls}>
      <label>
        {text("beam.width")}
        <select value={String(width)} onChange={(event) => asking.ask(question({ width: Number(event.currentTarget.value), normalisation, forced }))}>
          {WIDTHS.map((one) => (
            <option key={one} value={String(one)}>
              {one}
            </option>
          ))}
        </select>
      </label>
      <label>
        {text("beam.normalisation")}
        <select value={String(normalisation)} onChange={(event) => asking.ask(question({ width, normalisation: Number(event.currentTarget.value), forced }))}>
          {NORMALISATIONS.map((one) => (
            <option key={one} value={String(one)}>
              {plain(one)}
            </option>
          ))}
        </select>
      </label>
      {forced.length > 0 && (
        <button type="button" class="small" onClick={() => asking.ask(question({ width, normalisation, forced: [] }))}>
          {text("beam.again")}
        </button>
      )}
    </div>
  );
}

interface TreeGiven extends Given {
  at: number;
  point: (place: number) => void;
}

function Tree({ picture, asking, at, point }: TreeGiven) {
  const { nodes, width, normalisation } = picture;
  const all = standings(nodes);
  const [columns, rows] = [Math.max(0, ...all.map(({ column }) => column)) + 1, Math.max(0, ...all.map(({ row }) => row)) + 1];
  const longest = Math.max(1, ...nodes.map(({ symbol }) => (picture.symbols[symbol] ?? "").length));
  const trail = new Set(pathTo(nodes, at));
  return (
    <div class={css.scroll}>
      <div class={css.tree} role="group" aria-label={text("beam.tree")} style={{ "--columns": columns, "--rows": rows, "--longest": longest }}>
        <svg viewBox={`0 0 ${columns} ${rows}`} preserveAspectRatio="none" aria-hidden="true">
          {nodes.map(({ parent }, place) => parent >= 0 && <path key={place} class={trail.has(place) ? css.trail : ""} d={branch(all[parent], all[place])} />)}
        </svg>
        {nodes.map((node, place) => (
          <button
            type="button"
            key={place}
            class={[css.node, node.state === "rejected" ? css.rejected : "", picture.best.includes(place) ? css.best : ""].join(" ")}
            aria-label={words(picture, place)}
            aria-current={place === at}
            style={{ "--column": all[place]?.column ?? 0, "--row": all[place]?.row ?? 0 }}
            onPointerEnter={() => point(place)}
            onFocus={() => point(place)}
            onClick={() => asking.ask(question({ width, normalisation, forced: symbolsOf(nodes, pathTo(nodes, place)) }))}
          >
            <span>{shownLabel(picture.symbols[node.symbol] ?? "")}</span>{" "}
            <span class={css.chance}>{percent(node.chance)}</span>
          </button>
        ))}
      </div>
    </div>
  );
}

/** From the right edge of one cell to the left edge of another. */
function branch(from: Standing | undefined, to: Standing | undefined): string {
  if (from === undefined || to === undefined) return "";
  const [x, y, right, down] = [from.column + 0.8, from.row + 0.5, to.column + 0.04, to.row + 0.5];
  return `M${x} ${y}C${(x + right) / 2} ${y} ${(x + right) / 2} ${down} ${right} ${down}`;
}

function words(picture: BeamTree, place: number): string {
  const node = picture.nodes[place];
  if (node === undefined) return "";
  const before = textOf(picture, pathTo(picture.nodes, node.parent)) || text("beam.begin");
  return text("beam.node", { symbol: shownLabel(picture.symbols[node.symbol] ?? ""), chance: percent(node.chance), text: before, score: plain(Number(node.score.toFixed(2))), state: text(`beam.${node.state}`) });
}

function Looks({ picture, at }: { picture: BeamTree; at: number }) {
  const wide = picture.read.length;
  const row = bytes(picture.looks).subarray(at * wide, (at + 1) * wide);
  return (
    <p class={css.looks} aria-label={text("beam.looked")}>
      <span class="words">{text("beam.looked")}</span>
      <span class={css.read}>
        {picture.read.map((symbol, place) => (
          <span key={place} style={{ "--heat": ((row[place] ?? 0) / 255).toFixed(2) }} title={percent((row[place] ?? 0) / 255)}>
            {picture.joint === "" ? shownLabel(symbol) : symbol}
          </span>
        ))}
      </span>
    </p>
  );
}

function Seen({ picture, asked, at }: { picture: BeamTree; asked: ImageGrid; at: number }) {
  const [down, across] = picture.grid;
  const looks = at < 0 ? [] : [...bytes(picture.looks).subarray(at * down * across, (at + 1) * down * across)];
  return (
    <figure class={css.seen}>
      {down > 0 && <figcaption class="words">{text("beam.looked")}</figcaption>}
      <Masked picture={asked} looks={looks.map((look) => look / 255)} across={across} />
    </figure>
  );
}

/** Another symbol than any that is shown, after the node that is pointed at. */
function Instead({ picture, asking, at }: Given & { at: number }) {
  const [typed, type] = useState("");
  const { width, normalisation, symbols, nodes } = picture;
  const path = pathTo(nodes, at).filter((place) => nodes[place]?.state !== "ended");
  const wanted = typed === "" ? -1 : symbols.indexOf(picture.joint === "" ? typed : typed.trim());
  const go = (event: Event) => {
    event.preventDefault();
    if (wanted >= 0) asking.ask(question({ width, normalisation, forced: [...symbolsOf(nodes, path), wanted] }));
  };
  return (
    <form class={css.instead} onSubmit={go}>
      <label>
        {text("beam.next", { text: textOf(picture, path) || text("beam.begin") })}
        <input type="text" autoComplete="off" spellcheck={false} value={typed} onInput={(event) => type(event.currentTarget.value)} />
      </label>
      <button type="submit" class="small" disabled={wanted < 0}>
        {text("beam.go")}
      </button>
      <span class="problem" role="status">
        {typed !== "" && wanted < 0 ? text("beam.unknown", { symbol: typed }) : ""}
      </span>
    </form>
  );
}
