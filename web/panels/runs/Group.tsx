// The seeds of one variant of a race as one row: their mean, and how they lie about it.

import { useState } from "preact/hooks";
import { standingBest, standingNow, standingTest, type Together } from "../../curves/gathered";
import { isOver } from "../../curves/moment";
import { groupName } from "../../curves/names";
import { speedWords, togetherWords } from "../../curves/origin";
import { paceWords } from "../../curves/pace";
import { progress, speed } from "../../curves/progress";
import { aboutAll } from "../../curves/reading";
import type { Run, RunState, SeriesText } from "../../generated/types";
import { Icon } from "../../parts/Icon";
import { Mark } from "../../parts/Mark";
import { Origin } from "../../parts/Origin";
import { RunPace } from "../../parts/Pace";
import type { Entry } from "../../state/order";
import { historyOf, lookedInto, nameOf, paintOf, shown, state, subjectOf } from "../../state/store";
import { hover, unfold } from "../../state/table";
import { duration, measured, pace, whole } from "../../text/numbers";
import { listed, text } from "../../text/text";
import { spreadWords } from "../charts/Table";
import { GroupCommands } from "./GroupCommands";
import { columnTitle, Showing } from "./Row";
import css from "./Runs.module.css";

interface Props {
  group: Extract<Entry, { kind: "group" }>;
  name: string;
  series: SeriesText;
}

export function GroupRow({ group, name, series }: Props) {
  const { runs, key } = group;
  const [tuning, setTuning] = useState(false);
  const first = runs[0] as Run;
  const title = groupName(nameOf(first.id));
  const all = text("runs.group", { name: title, count: runs.length });
  const visible = runs.some((run) => shown.value.includes(run));
  const hovered = runs.some(({ id }) => id === state.hovered.value);
  const going = runs.filter((run) => !isOver(run));
  return (
    <>
      <tr
        class={`${css.run} ${hovered ? css.hovered : ""} ${visible ? "" : css.hidden}`}
        data-group
        onPointerEnter={() => hover(first.id)}
        onPointerLeave={() => hover(null)}
      >
        <NameCell group={group} title={title} all={all} />
        <td class={css.state}>
          <span class={css.stateWords}>{stateWords(runs)}</span>
        </td>
        <Figures runs={runs} title={title} name={name} series={series} />
        <td class={css.commands}>
          <GroupCommands runs={runs} name={all} open={tuning} toggle={() => setTuning(!tuning)} />
          <Showing runs={runs} words={text(visible ? "runs.group.hide" : "runs.group.show", { name: title })} visible={visible} />
        </td>
      </tr>
      {tuning && going.length > 0 && (
        <tr class={css.liveSettings} key={`${key} settings`}>
          <td colSpan={9}>
            <div class={css.liveFirst}>
              <RunPace runs={going} name={all} />
            </div>
          </td>
        </tr>
      )}
    </>
  );
}

function NameCell({ group: { runs, open, key }, title, all }: { group: Props["group"]; title: string; all: string }) {
  const looked = !open && runs.some((run) => lookedInto.value.includes(run));
  return (
    <th scope="row" class={css.name}>
      <button
        type="button"
        class={looked ? `${css.runName} ${css.looked}` : css.runName}
        aria-expanded={open}
        title={text("runs.group.unfold", { name: title, count: runs.length })}
        onClick={() => unfold(key, !open)}
      >
        <Mark paint={paintOf.value.get((runs[0] as Run).id)} />
        <span>{all}</span>
        <Icon name="fold" />
      </button>
    </th>
  );
}

/** "2 running and 1 finished" */
function stateWords(runs: readonly Run[]): string {
  const counts = new Map<RunState, number>();
  for (const run of runs) counts.set(run.state, (counts.get(run.state) ?? 0) + 1);
  const words = listed([...counts].map(([one, count]) => text("runs.group.state", { count, state: text(`runs.group.one.${one}`) })));
  const slowest = Math.min(...runs.flatMap(({ steps_per_second }) => steps_per_second ?? []));
  return Number.isFinite(slowest) ? text("pace.state", { words, pace: paceWords(slowest) }) : words;
}

function Figures({ runs, title, name, series }: { runs: readonly Run[]; title: string; name: string; series: SeriesText }) {
  state.grown.value;
  const members = runs.map(subjectOf);
  const seconds = runs.map((run) => progress(run, historyOf(run.id)).seconds);
  const parameters = runs[0]?.parameters ?? 0;
  const all = { name: title, series };
  return (
    <>
      <Mean {...all} title={columnTitle(series.title, "now")} found={standingNow(members, name)} />
      <Mean {...all} title={columnTitle(text("runs.best"), "best")} found={standingBest(members, name, series)} />
      <Mean {...all} title={columnTitle(text("runs.test"), "test")} found={standingTest(members, name)} test />
      <td class={css.figure} data-title={text("runs.parameters")}>
        {parameters > 0 ? whole(parameters) : "–"}
      </td>
      <td class={css.figure} data-title={text("runs.time")}>
        {duration(seconds.reduce((sum, one) => sum + one, 0) / seconds.length)}
      </td>
      <Speed runs={runs} />
    </>
  );
}

/** All examples of all of them by all of their seconds; of those that go on, how fast they are now. */
function Speed({ runs }: { runs: readonly Run[] }) {
  const found = runs.flatMap((run) => speed(run, historyOf(run.id)) ?? []);
  const going = found.filter(({ now }) => now);
  const counted = going.length > 0 ? going : found;
  const examples = counted.reduce((sum, one) => sum + one.examples, 0);
  const seconds = counted.reduce((sum, one) => sum + one.seconds, 0);
  const together = counted.length > 0 ? { value: examples / seconds, now: going.length > 0, examples, seconds } : null;
  return (
    <td class={`${css.figure} ${css.speed}`} data-title={text("runs.speed")} title={together ? speedWords(together) : undefined}>
      {pace(together?.value ?? null)}
      {together && <span class={css.moment}>{text(together.now ? "runs.now.short" : "runs.speed.mean")}</span>}
    </td>
  );
}

interface MeanProps {
  name: string;
  title: string;
  series: SeriesText;
  found: Together | null;
  test?: boolean;
}

/** Of how many it is, is said where it is not of all of them. */
function Mean({ name, title, series, found, test = false }: MeanProps) {
  const { band } = state;
  const about = found && aboutAll(found.values, band.value);
  if (found === null || about === null) return <td class={css.figure} data-title={title}>–</td>;
  return (
    <td class={css.figure} data-title={title}>
      <Origin words={togetherWords(name, series, test ? "test" : "validation", found)}>{measured(series, about.mean)}</Origin>
      {found.values.length < found.all && <span class={css.spread}>{text("seeds.of", { count: found.values.length, all: found.all })}</span>}
      {band.value !== "off" && found.values.length > 1 && (
        <span class={css.spread} title={text(`band.${band.value}`)}>
          {spreadWords(series, about, band.value)}
        </span>
      )}
    </td>
  );
}
