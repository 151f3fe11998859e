// Pictures in the language of the page, as they are drawn: every text in them is worded, what is data stays as it came.

import type * as Sent from "../../generated/types";
import { type InWords, inWords, templates } from "../../text/sentences";
import { words } from "../../text/text";

export type Picture = InWords<Sent.Picture>;
export type Mark = InWords<Sent.Mark>;
export type ImageGrid = InWords<Sent.ImageGrid>;
export type MarkedText = InWords<Sent.MarkedText>;
export type Bars = InWords<Sent.Bars>;
export type Lines = InWords<Sent.Lines>;
export type NamedLine = InWords<Sent.NamedLine>;
export type Stretch = InWords<Sent.Stretch>;
export type HeatMap = InWords<Sent.HeatMap>;
export type Panel = InWords<Sent.Panel>;
export type Working = NonNullable<HeatMap["working"]>;
export type Charts = InWords<Sent.Charts>;
export type Handle = InWords<Sent.Handle>;
export type Cells = InWords<Sent.Cells>;
export type Scatter = InWords<Sent.Scatter>;
export type Dot = InWords<Sent.Dot>;
export type Shares = InWords<Sent.Shares>;
export type Counts = InWords<Sent.Counts>;
export type Share = InWords<Sent.Share>;
export type Histogram = InWords<Sent.Histogram>;
export type Histograms = InWords<Sent.Histograms>;
export type LayerChoice = InWords<Sent.LayerChoice>;
export type Filters = InWords<Sent.Filters>;
export type LayerMaps = InWords<Sent.LayerMaps>;
export type TopPatches = InWords<Sent.TopPatches>;
export type MapChoice = InWords<Sent.MapChoice>;
export type Choice = InWords<Sent.Choice>;
export type Table = InWords<Sent.Table>;
export type TableRow = InWords<Sent.TableRow>;
export type BeamTree = InWords<Sent.BeamTree>;
export type Column = InWords<Sent.Column>;
export type Passage = InWords<Sent.Passage>;
export type Knob = InWords<Sent.Knob>;
export type Routing = InWords<Sent.Routing>;
export type HopTable = InWords<Sent.HopTable>;
export type Planes = InWords<Sent.Planes>;
export type Plane = InWords<Sent.Plane>;
export type Outline = InWords<Sent.Outline>;
export type Convolved = InWords<Sent.Convolved>;
export type Caption = InWords<Sent.Caption>;
export type CapsuleNumbers = InWords<Sent.CapsuleNumbers>;
export type PictureRows = InWords<Sent.PictureRows>;
export type Strip = InWords<Sent.Strip>;
export type BarList = InWords<Sent.BarList>;
export type ExplainedStep = InWords<Sent.ExplainedStep>;
export type CodePlane = InWords<Sent.CodePlane>;
export type Tape = InWords<Sent.Tape>;
export type TapeHead = InWords<Sent.TapeHead>;
export type CodeDot = InWords<Sent.CodeDot>;

/** A picture is drawn anew where it is another: so the same one is worded once in a language. */
const known = new WeakMap<Sent.Picture, { by: readonly unknown[]; picture: Picture }>();

export function worded(picture: Sent.Picture): Picture {
  const by = [words.value, templates.value];
  const before = known.get(picture);
  if (before?.by.every((one, place) => one === by[place])) return before.picture;
  const found = { by, picture: inWords(picture) };
  known.set(picture, found);
  return found.picture;
}
