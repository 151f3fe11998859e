// A published table, row by row: one press sets a row up or trains it, and what was printed stands beside one's own runs.

import "../../text/printed";
import { originWords, type Split } from "../../curves/origin";
import { type Figure, measuredAt } from "../../curves/printed";
import type { Preset, PresetRow, Run } from "../../generated/types";
import { Icon } from "../../parts/Icon";
import { Origin } from "../../parts/Origin";
import type { Control, Setting } from "../../setup/controls";
import { type Reading, readings, rowSpec, rowVary, runOf } from "../../setup/rows";
import { allControls, sameSpec, SEED } from "../../setup/spec";
import { optionName } from "../../setup/wording";
import { isRace, race, setUp, train } from "../../state/actions";
import { historyOf, nameOf as runName, runs, state } from "../../state/store";
import { measured } from "../../text/numbers";
import { row as listed, text, within } from "../../text/text";
import css from "./PrintedTable.module.css";

export function PrintedTable({ preset }: { preset: Preset }) {
  const figures = preset.rows[0]?.published ?? [];
  const several = new Set(figures.map(({ series }) => series)).size > 1;
  const running = preset.rows.some(({ published }) => published.some(({ split }) => split === "train"));
  return (
    <div class={css.table}>
      <table aria-label={preset.title}>
        <thead>
          <tr>
            <th scope="col">{text("printed.row")}</th>
            {figures.map((figure) => (
              <th scope="col" key={nameOf(figure)} title={nameOf(figure)}>
                {several ? nameOf(figure) : whenOf(figure)}
              </th>
            ))}
            <th aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {preset.rows.map((row, place) => (
            <Row key={place} preset={preset} row={row} figures={figures} />
          ))}
        </tbody>
      </table>
      <p class="words">{text(running ? "printed.words.running" : "printed.words")}</p>
    </div>
  );
}

function Row({ preset, row, figures }: { preset: Preset; row: PresetRow; figures: readonly Figure[] }) {
  state.grown.value;
  const catalogue = state.catalogue.value;
  if (catalogue === null) return null;
  const spec = rowSpec(catalogue, preset, row);
  const chosen = sameSpec(spec, state.spec.value) && sameSpec(rowVary(catalogue, preset, row), state.vary.value);
  const every = allControls(catalogue, spec);
  const settings = settingsOf(every, row.set as Record<string, Setting>);
  const choose = () => setUp(spec, rowVary(catalogue, preset, row));
  const begin = () => {
    choose();
    void (isRace() ? race() : train());
  };
  const whole = listed([row.title, settings].filter((part) => part !== ""));
  return (
    <>
      <tr class={chosen ? css.chosen : undefined}>
        <th scope="row">
          <button type="button" class={css.row} aria-pressed={chosen} onClick={choose}>
            <b>{row.title}</b> <span>{settings}</span>
          </button>
        </th>
        {figures.map((figure) => (
          <td key={nameOf(figure)}>{printed(row.published.find((one) => nameOf(one) === nameOf(figure)))}</td>
        ))}
        <td>
          <button type="button" class="small" aria-label={text("printed.begin", { row: whole })} title={text("printed.begin", { row: whole })} onClick={begin}>
            <Icon name="play" />
          </button>
        </td>
      </tr>
      {readings(catalogue, preset, row).map((reading, place) => (
        <Own key={place} reading={reading} controls={every} figures={figures} open={chosen} />
      ))}
    </>
  );
}

/** One's own newest run of a reading. Of a row that is not chosen only what was trained is there. */
function Own({ reading, controls, figures, open }: { reading: Reading; controls: readonly Control[]; figures: readonly Figure[]; open: boolean }) {
  const run = runOf(reading, runs.value);
  if (run === undefined && !open) return null;
  return (
    <tr class={css.own}>
      <th scope="row">{settingsOf(controls, reading.values) || text("printed.own")}</th>
      {run === undefined && <td colSpan={figures.length}>{text("printed.not")}</td>}
      {run && figures.map((figure) => <OwnFigure key={nameOf(figure)} figure={figure} run={run} />)}
      <td aria-hidden="true" />
    </tr>
  );
}

function OwnFigure({ figure, run }: { figure: Figure; run: Run }) {
  const series = seriesOf(figure);
  const { value, at } = measuredAt(figure, run, historyOf(run.id).clocks.epoch);
  return (
    <td>
      <Origin words={typeof value === "number" ? originWords(runName(run.id), run, series, figure.split as Split, value, at) : undefined}>{measured(series, value)}</Origin>
    </td>
  );
}

function settingsOf(controls: readonly Control[], values: Readonly<Record<string, Setting>>): string {
  const own = Object.entries(values).filter(([pointer]) => pointer !== SEED);
  const words = own.map(([pointer, value]) => {
    const control = controls.find((one) => one.pointer === pointer);
    const name = optionName(control, value);
    return control === undefined || control.shape === "choice" ? name : `${within(control.title)} ${name}`;
  });
  return listed(words);
}

function seriesOf({ series }: Figure) {
  return state.task.value?.series[series] ?? { title: series, percent: false, unit: "" };
}

function nameOf(figure: Figure): string {
  return listed([seriesOf(figure).title, whenOf(figure)]);
}

function whenOf(figure: Figure): string {
  const when = figure.epoch > 0 ? text("printed.epoch", { epoch: figure.epoch }) : figure.batch > 0 ? text("printed.batch", { batch: figure.batch }) : "";
  return listed([text(`printed.${figure.split as "train" | "validation" | "test"}`), when].filter((part) => part !== ""));
}

function printed(figure: Figure | undefined): string {
  return figure ? measured(seriesOf(figure), figure.value) : "";
}
