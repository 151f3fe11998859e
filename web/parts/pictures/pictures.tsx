// The closed list of pictures, drawn without knowing which view made them.

import type { Picture } from "../../generated/types";
import { percent, share, whole } from "../../text/numbers";
import { text } from "../../text/text";
import { later } from "../later";
import type { Asking } from "./asking";
import { CountsPicture } from "./CountsPicture";
import { FiltersPicture } from "./FiltersPicture";
import { HeatMapPicture } from "./HeatMapPicture";
import { HistogramsPicture } from "./HistogramsPicture";
import { ImageTiles } from "./ImageTiles";
import { named, shownLabel } from "./labels";
import { LayerMapsPicture } from "./LayerMapsPicture";
import { LinesPicture } from "./LinesPicture";
import { areMistakes } from "./mistakes";
import { Scatter } from "./Scatter";
import { Shares } from "./Shares";
import { Sheet } from "./Sheet";
import { Verdict } from "./Verdict";
import { type BarList, type Bars, type BeamTree, type CapsuleNumbers, type Caption, type CodePlane, type Convolved, type ExplainedStep, type HopTable, type ImageGrid, type Knob, type Lines, type MarkedText, type Passage, type Planes, type PictureRows, type Routing, type Table, type Tape, type TopPatches, worded } from "./worded";
import css from "./Answers.module.css";

const Patches = later<{ picture: TopPatches; asking: Asking }>(async () => (await import("./TopPatchesPicture")).TopPatchesPicture);
const Handled = later<{ charts: Lines[]; asking: Asking }>(async () => (await import("./Handles")).HandledCharts);
const Ledger = later<{ picture: Table }>(async () => (await import("./TablePicture")).TablePicture);
const Beams = later<{ picture: BeamTree; asking: Asking }>(async () => (await import("./BeamTreePicture")).BeamTreePicture);
const Turned = later<{ knobs: readonly Knob[]; asking: Asking }>(async () => (await import("./Knobs")).AskingKnobs);

const Captioned = later<{ picture: Caption; asking: Asking }>(async () => (await import("./CaptionPicture")).CaptionPicture);
const Hops = later<{ picture: HopTable; asking: Asking }>(async () => (await import("./HopTablePicture")).HopTablePicture);
const Film = later<{ picture: Routing }>(async () => (await import("./RoutingPicture")).RoutingPicture);
const Numbers = later<{ picture: CapsuleNumbers; asking: Asking }>(async () => (await import("./CapsuleNumbersPicture")).CapsuleNumbersPicture);
const Rows = later<{ picture: PictureRows; asking: Asking }>(async () => (await import("./PictureRowsPicture")).PictureRowsPicture);
const LongBars = later<{ picture: BarList }>(async () => (await import("./BarListPicture")).BarListPicture);
const Plane = later<{ picture: CodePlane; asking: Asking }>(async () => (await import("./CodePlanePicture")).CodePlanePicture);
const Slid = later<{ picture: Convolved }>(async () => (await import("./ConvolvedPicture")).ConvolvedPicture);
const OneStep = later<{ picture: ExplainedStep; asking: Asking }>(async () => (await import("./ExplainedStepPicture")).ExplainedStepPicture);
const InPlanes = later<{ picture: Planes }>(async () => (await import("./PlanesPicture")).PlanesPicture);
const Player = later<{ picture: Tape; asking: Asking }>(async () => (await import("./TapePicture")).TapePicture);
const Text = later<{ picture: Passage; asking: Asking }>(async () => (await import("./PassagePicture")).PassagePicture);

export function Drawn({ picture: sent, asking }: { picture: Picture; asking: Asking }) {
  const picture = worded(sent);
  switch (picture.type) {
    case "image grid":
      return <Images picture={picture} asking={asking} />;
    case "marked text":
      return <Texts picture={picture} />;
    case "bars":
      return <Probabilities picture={picture} />;
    case "curves":
      return <LinesPicture picture={picture} />;
    case "counts":
      return <CountsPicture picture={picture} />;
    case "charts":
      if (picture.charts.some(({ handles }) => handles.length > 0)) return <Handled charts={picture.charts} asking={asking} />;
      return <>{picture.charts.map((chart, place) => <LinesPicture key={place} picture={chart} />)}</>;
    case "heat map":
      return <HeatMapPicture picture={picture} asking={asking} />;
    case "scatter":
      return <Scatter picture={picture} asking={asking} />;
    case "shares":
      return <Shares picture={picture} asking={asking} />;
    case "histograms":
      return <HistogramsPicture picture={picture} />;
    case "filters":
      return <FiltersPicture picture={picture} asking={asking} />;
    case "layer maps":
      return <LayerMapsPicture picture={picture} asking={asking} />;
    case "top patches":
      return <Patches picture={picture} asking={asking} />;
    case "table":
      return <Ledger picture={picture} />;
    case "beam tree":
      return <Beams picture={picture} asking={asking} />;
    case "passage":
      return <Text picture={picture} asking={asking} />;
    case "routing":
      return <Film picture={picture} />;
    case "capsule numbers":
      return <Numbers picture={picture} asking={asking} />;
    case "picture rows":
      return <Rows picture={picture} asking={asking} />;
    case "bar list":
      return <LongBars picture={picture} />;
    case "caption":
      return <Captioned picture={picture} asking={asking} />;
    case "tape":
      return <Player picture={picture} asking={asking} />;
    case "explained step":
      return <OneStep picture={picture} asking={asking} />;
    case "hop table":
      return <Hops picture={picture} asking={asking} />;
    case "convolved":
      return <Slid picture={picture} />;
    case "planes":
      return <InPlanes picture={picture} />;
    case "code plane":
      return <Plane picture={picture} asking={asking} />;
    default:
      return never(picture);
  }
}

function never(picture: never): never {
  throw new Error(`There is no drawing for ${JSON.stringify(picture)}`);
}

/** Nothing where nothing was asked. */
function Score({ right, of }: { right: number; of: number }) {
  if (of === 0) return null;
  return <p class={css.score}>{text("inside.score", { right: whole(right), of: whole(of) })}</p>;
}

function Texts({ picture }: { picture: MarkedText }) {
  const widest = (part: "given" | "answer" | "expected") => Math.max(0, ...picture.marks.map((mark) => mark[part].length));
  const [given, answer, expected] = [widest("given"), widest("answer"), widest("expected")];
  return (
    <>
      <Score right={picture.right} of={picture.of} />
      <ul class={css.marks} style={{ "--given": `${given}ch`, "--answer": `${answer}ch`, "--expected": `${expected + 3}ch`, "--line": `${given + answer + expected + 6}ch` }}>
        {picture.marks.map((mark, place) => (
          <li key={place}>
            <span class={css.given}>{mark.given}</span>
            <Verdict mark={mark} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Images({ picture, asking }: { picture: ImageGrid; asking: Asking }) {
  const { remarks, knobs } = picture;
  return (
    <>
      {knobs.length > 0 && <Turned knobs={knobs} asking={asking} />}
      {picture.marks.length > 0 ? <Judged picture={picture} words={asking.words} /> : <Sheet picture={picture} />}
      {remarks.map((remark) => (
        <p class="words" key={remark}>
          {remark}
        </p>
      ))}
    </>
  );
}

function Judged({ picture, words }: { picture: ImageGrid; words: string }) {
  return (
    <>
      <Score right={picture.right} of={picture.of} />
      {areMistakes(picture) && <p class={css.score}>{text("inside.mistakes", { wrong: whole(picture.of - picture.right), shown: picture.marks.length })}</p>}
      <ImageTiles picture={picture} words={words} />
    </>
  );
}

function Probabilities({ picture }: { picture: Bars }) {
  const values = Uint8Array.from(atob(picture.values), (character) => character.charCodeAt(0));
  const many = picture.labels.length;
  return (
    <>
      <p class={css.asked}>
        {picture.mark.given && <span class={css.given}>{picture.mark.given} →</span>}
        <Verdict mark={picture.mark} />
        {picture.mark.sure !== null && <span class={css.sure}>{text("inside.sure", { sure: percent(picture.mark.sure) })}</span>}
      </p>
      <div class={css.barsPicture}>
        {picture.groups.map((group, place) => (
          <table class={named(picture.labels, css.bars)} key={place}>
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

function isTop(values: Uint8Array, from: number, many: number, row: number): boolean {
  return values[from + row] === Math.max(...values.subarray(from, from + many));
}

function Bar({ label, value, likeliest }: { label: string; value: number; likeliest: boolean }) {
  return (
    <tr class={likeliest ? css.likeliest : ""}>
      <th scope="row" title={label}>
        {shownLabel(label)}
      </th>
      <td>
        <span class={css.bar} style={{ "--part": `${value * 100}%` }} aria-hidden="true" />
        <span class={likeliest ? "" : "unseen"}>{share(Math.round(value * 100) / 100)}</span>
      </td>
    </tr>
  );
}
