// Heat maps as tables: a cell's ground is as dark as its value is near 1, and its labels can be read out.

import { percent } from "../../text/numbers";
import { later } from "../later";
import type { Asking } from "./asking";
import { Cell } from "./Cell";
import { CellGrid } from "./CellGrid";
import { HeatCanvas } from "./HeatCanvas";
import { hasWords, shownLabel } from "./labels";
import { OfWhat } from "./OfWhat";
import { OverPicture, overPanels } from "./OverPicture";
import { bytes } from "./packed";
import { Verdict } from "./Verdict";
import type { HeatMap, Panel, Working } from "./worded";
import answersCss from "./Answers.module.css";
import css from "./Heat.module.css";

const Numbers = later<{ working: Working; asking: Asking }>(async () => (await import("./WorkingPicture")).WorkingPicture);

export function HeatMapPicture({ picture, asking }: { picture: HeatMap; asking: Asking }) {
  const { cells } = picture;
  const over = overPanels(picture);
  return (
    <>
      {picture.mark && (
        <p class={answersCss.asked}>
          {picture.mark.given && <span class={answersCss.given}>{picture.mark.given} →</span>}
          <Verdict mark={picture.mark} />
        </p>
      )}
      <OfWhat picture={picture} asking={asking} />
      {picture.working && <Numbers working={picture.working} asking={asking} />}
      <OverPicture picture={picture} panels={over} />
      <div class={picture.asked ? `${css.heatMaps} ${css.ofPicture}` : css.heatMaps} data-four={inFour(picture) || undefined}>
        {picture.asked && over.length === 0 && (
          <figure class={css.heatCanvas}>
            <Cell picture={picture.asked} place={0} />
          </figure>
        )}
        {picture.panels.map((panel, place) => {
          if (over.some((one) => one === panel)) return null;
          if (cells && place === 0) return <CellGrid key={panel.title} panel={panel} cells={cells} asking={asking} />;
          return fine(panel) ? <HeatCanvas key={panel.title} panel={panel} asking={asking} /> : <Heat key={panel.title} panel={panel} />;
        })}
      </div>
      {picture.remarks.map((remark, place) => (
        <p class={css.remark} key={place}>
          {remark}
        </p>
      ))}
    </>
  );
}

/** So many columns have room for a number each; of more, every fourth has its number, and all become narrower. */
const ROOMY = 14;
const EVERY = 4;

/** Signed maps and those without names for their rows have too many cells to be read one by one. */
function fine(panel: Panel): boolean {
  return panel.signed || panel.rows.every((label) => label === "");
}

/** Two pairs of pictures: four in a row or two below two, but never three and one. */
function inFour({ panels }: HeatMap): boolean {
  return panels.length === 4 && panels.every(({ rows, columns }) => [...rows, ...columns].every((label) => label === ""));
}

function Heat({ panel }: { panel: Panel }) {
  const values = bytes(panel.values);
  const wide = panel.columns.length;
  const words = hasWords(panel.columns);
  const longest = words ? 1 : Math.max(1, ...panel.columns.map((label) => label.length));
  const counted = wide > ROOMY && panel.columns.every((label) => /^\d+$/.test(label));
  const names = Math.max(1, ...panel.rows.map((label) => label.length));
  return (
    <div class={css.heatScroll}>
      <table class={css.heat} style={{ "--longest": longest, "--many": wide, "--names": names }} data-words={words || undefined} data-counted={counted || undefined}>
        {panel.title && <caption>{panel.title}</caption>}
        <thead>
          <tr>
            <td />
            {panel.columns.map((label, column) =>
              label === "" ? (
                <td key={column} />
              ) : (
                <th scope="col" key={column}>
                  {counted && (column + 1) % EVERY !== 0 ? <span class="unseen">{label}</span> : shownLabel(label)}
                </th>
              ),
            )}
            {panel.notes.length > 0 && (
              <th scope="col" class={css.note}>
                {panel.noted}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {panel.rows.map((label, row) => (
            <tr key={row}>
              <th scope="row">{shownLabel(label)}</th>
              {panel.columns.map((_, column) => {
                const value = (values[row * wide + column] ?? 0) / 255;
                return <td key={column} style={{ "--heat": value.toFixed(2) }} title={percent(value)} />;
              })}
              {panel.notes[row] !== undefined && <td class={css.note}>{panel.notes[row]}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
