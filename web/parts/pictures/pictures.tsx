// The closed list of pictures, drawn without knowing which view made them.

import { useEffect, useRef } from "preact/hooks";
import type { Bars, ImageGrid, Mark, MarkedText, Picture } from "../../generated/types";
import { percent, share, whole } from "../../text/numbers";
import { text } from "../../text/text";
import type { Asking } from "./CellGrid";
import { FiltersPicture } from "./FiltersPicture";
import { HeatMapPicture } from "./HeatMapPicture";
import { HistogramsPicture } from "./HistogramsPicture";
import { ImageTiles } from "./ImageTiles";
import { LayerMapsPicture } from "./LayerMapsPicture";
import { LinesPicture } from "./LinesPicture";
import { Scatter } from "./Scatter";
import { Shares } from "./Shares";
import { Sheet } from "./Sheet";
import { compared } from "../../setup/question";
import { worded } from "./worded";

export function Drawn({ picture: sent, asking }: { picture: Picture; asking: Asking }) {
  const picture = worded(sent);
  switch (picture.type) {
    case "image grid":
      return picture.marks.length > 0 ? <Images picture={picture} words={asking.words} /> : <Sheet picture={picture} />;
    case "marked text":
      return <Texts picture={picture} />;
    case "bars":
      return <Probabilities picture={picture} />;
    case "curves":
      return <LinesPicture picture={picture} />;
    case "heat map":
      return <HeatMapPicture picture={picture} asking={asking} />;
    case "scatter":
      return <Scatter picture={picture} />;
    case "shares":
      return <Shares picture={picture} />;
    case "histograms":
      return <HistogramsPicture picture={picture} />;
    case "filters":
      return <FiltersPicture picture={picture} asking={asking} />;
    case "layer maps":
      return <LayerMapsPicture picture={picture} asking={asking} />;
    default:
      return never(picture);
  }
}

function never(picture: never): never {
  throw new Error(`There is no drawing for ${JSON.stringify(picture)}`);
}

export function RightOrWrong({ right }: { right: boolean | null }) {
  if (right === null) return <span class="verdict" />;
  return (
    <span class={right ? "verdict correct" : "verdict wrong"}>
      <span aria-hidden="true">{right ? "✓" : "✗"}</span>
      <span class="unseen">{text(right ? "inside.right" : "inside.wrong")}</span>
    </span>
  );
}

/** An answer, its wrong characters marked by colour and a line below them; the name of a class is wrong as a whole. */
export function Answer({ mark }: { mark: Mark }) {
  if (mark.given === "")
    return (
      <span class="answer">
        <span class={mark.right === false ? "off" : ""}>{mark.answer}</span>
      </span>
    );
  return (
    <span class="answer">
      {compared(mark.answer, mark.expected, mark.right !== null && mark.expected !== "").map(({ character, right }, place) => (
        <span key={place} class={right === false ? "off" : ""}>
          {character}
        </span>
      ))}
    </span>
  );
}

function Score({ right, of }: { right: number; of: number }) {
  return <p class="score">{text("inside.score", { right: whole(right), of: whole(of) })}</p>;
}

function Texts({ picture }: { picture: MarkedText }) {
  const widest = (part: "given" | "answer" | "expected") => Math.max(0, ...picture.marks.map((mark) => mark[part].length));
  const [given, answer, expected] = [widest("given"), widest("answer"), widest("expected")];
  return (
    <>
      <Score right={picture.right} of={picture.of} />
      <ul class="marks" style={{ "--given": `${given}ch`, "--answer": `${answer}ch`, "--expected": `${expected + 3}ch`, "--line": `${given + answer + expected + 6}ch` }}>
        {picture.marks.map((mark, place) => (
          <li key={place}>
            <span class="given">{mark.given}</span>
            <Verdict mark={mark} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** The answer, right or wrong, and what would have been right. */
export function Verdict({ mark }: { mark: Mark }) {
  return (
    <>
      <Answer mark={mark} />
      <RightOrWrong right={mark.right} />
      {mark.right === false && mark.expected !== "" && <span class="expected">{text("inside.is", { expected: mark.expected })}</span>}
    </>
  );
}

function Images({ picture, words }: { picture: ImageGrid; words: string }) {
  return (
    <>
      <Score right={picture.right} of={picture.of} />
      {picture.marks.every(({ right }) => right === false) && <p class="score">{text("inside.mistakes", { wrong: whole(picture.of - picture.right), shown: picture.marks.length })}</p>}
      <ImageTiles picture={picture} words={words} />
    </>
  );
}

/** One sheet is decoded once, however many cells are cut from it. */
const sheets = new Map<string, Promise<ImageBitmap>>();

export function bitmap(sheet: string): Promise<ImageBitmap> {
  let found = sheets.get(sheet);
  if (found === undefined) {
    const bytes = Uint8Array.from(atob(sheet), (character) => character.charCodeAt(0));
    found = createImageBitmap(new Blob([bytes], { type: "image/png" }));
    if (sheets.size > 24) sheets.clear();
    sheets.set(sheet, found);
  }
  return found;
}

export function Cell({ picture, place }: { picture: ImageGrid; place: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { sheet, columns, height, width } = picture;
  useEffect(() => {
    let gone = false;
    void bitmap(sheet).then((image) => {
      const context = canvas.current?.getContext("2d");
      if (gone || !context) return;
      const x = (place % columns) * width;
      const y = Math.floor(place / columns) * height;
      context.drawImage(image, x, y, width, height, 0, 0, width, height);
    });
    return () => {
      gone = true;
    };
  }, [sheet, place, columns, height, width]);
  return <canvas ref={canvas} width={width} height={height} aria-hidden="true" />;
}

function Probabilities({ picture }: { picture: Bars }) {
  const values = Uint8Array.from(atob(picture.values), (character) => character.charCodeAt(0));
  const many = picture.labels.length;
  return (
    <>
      <p class="asked">
        {picture.mark.given && <span class="given">{picture.mark.given} →</span>}
        <Verdict mark={picture.mark} />
        {picture.mark.sure !== null && <span class="sure">{text("inside.sure", { sure: percent(picture.mark.sure) })}</span>}
      </p>
      <div class="bars-picture">
        {picture.groups.map((group, place) => (
          <table class={named(picture.labels, "bars")} key={place}>
            {group && <caption>{text("inside.place", { place: group })}</caption>}
            <tbody>
              {picture.labels.map((label, row) => (
                <Bar key={row} label={label} value={(values[place * many + row] ?? 0) / 255} likeliest={isTop(values, place * many, many, row)} />
              ))}
            </tbody>
          </table>
        ))}
      </div>
    </>
  );
}

/** Figures and symbols need little room; classes that people named need more. */
export function named(labels: readonly string[], name: string): string {
  return labels.some((label) => label.length > 2) ? `${name} named` : name;
}

function isTop(values: Uint8Array, from: number, many: number, row: number): boolean {
  return values[from + row] === Math.max(...values.subarray(from, from + many));
}

/** A blank is a symbol like any other, and has to be seen. */
function shownLabel(label: string): string {
  return label === " " ? "\u2423" : label;
}

function Bar({ label, value, likeliest }: { label: string; value: number; likeliest: boolean }) {
  return (
    <tr class={likeliest ? "likeliest" : ""}>
      <th scope="row" title={label}>
        {shownLabel(label)}
      </th>
      <td>
        <span class="bar" style={{ "--part": `${value * 100}%` }} aria-hidden="true" />
        <span class={likeliest ? "" : "unseen"}>{share(Math.round(value * 100) / 100)}</span>
      </td>
    </tr>
  );
}
