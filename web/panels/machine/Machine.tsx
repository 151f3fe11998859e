// How much of the machine is in use: asked for while the panel is open and somebody can see it.

import { useEffect, useState } from "preact/hooks";
import type { GpuUse, Hardware, WorkerUse } from "../../generated/types";
import { http } from "../../http/http";
import { nameOf, state } from "../../state/store";
import { bytes, share, whole } from "../../text/numbers";
import { worded } from "../../text/sentences";
import { counted, text } from "../../text/text";
import css from "./Machine.module.css";

/** The first share takes two measurements; after that nobody reads faster. */
const FIRST = 1_000;
const EACH = 2_000;

export function Machine() {
  const [now, put] = useState<Hardware | null>(null);
  const [gone, lose] = useState(false);
  useEffect(() => repeated(put, lose), []);
  if (now === null) return <p class="words">{text(gone ? "machine.gone" : "machine.measuring")}</p>;
  const { gpus, workers } = now;
  return (
    <>
      {gone && <p class="words">{text("machine.gone")}</p>}
      <dl class={css.machineFigures}>
        <Figure title={counted("machine.processors", now.processors)} words={now.busy === null ? text("machine.measuring") : busy(now.busy)} />
        <Figure title={text("machine.memory")} words={part(now.memory_used, now.memory)} />
        <Figure title={text("machine.free")} words={bytes(now.free)} />
        {gpus.map((gpu, place) => (
          <Figure key={place} title={gpu.name} words={gpuWords(gpu)} />
        ))}
      </dl>
      {workers.length > 0 && <Workers workers={workers} />}
    </>
  );
}

/** Until it is let go. A page that nobody sees asks for nothing. */
function repeated(put: (now: Hardware) => void, lose: (gone: boolean) => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  let ended = false;
  const ask = async (next: number) => {
    const answer = document.hidden ? null : await http.hardware().catch(() => undefined);
    if (ended) return;
    if (answer) put(answer);
    if (answer !== null) lose(answer === undefined);
    timer = setTimeout(() => void ask(EACH), next);
  };
  void ask(FIRST);
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

function Figure({ title, words }: { title: string; words: string }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{words}</dd>
    </div>
  );
}

function busy(value: number): string {
  return text("machine.busy", { share: percent(value) });
}

function percent(value: number): string {
  return share(Math.round(value * 100) / 100);
}

function part(used: number, all: number): string {
  return text("machine.part", { used: bytes(used), all: bytes(all) });
}

function gpuWords(gpu: GpuUse): string {
  const memory = part(gpu.memory_used, gpu.memory);
  return gpu.busy === null ? memory : `${busy(gpu.busy)} · ${memory}`;
}

function Workers({ workers }: { workers: readonly WorkerUse[] }) {
  const ready = workers.filter(({ run }) => run === null).length;
  return (
    <table class={css.machineWorkers}>
      <thead>
        <tr>
          <th scope="col">{text("machine.worker")}</th>
          <th scope="col">{text("machine.processor")}</th>
          <th scope="col">{text("machine.memory")}</th>
          <th scope="col">{text("machine.engine")}</th>
        </tr>
      </thead>
      <tbody>
        {workers.map(({ run, processor, memory }, place) =>
          run === null ? null : (
            <tr key={place}>
              <th scope="row">{title(run)}</th>
              <td>{processor === null ? "–" : percent(processor)}</td>
              <td>{memory === null ? "–" : bytes(memory)}</td>
              <td>{engineOf(run)}</td>
            </tr>
          ),
        )}
        {ready > 0 && (
          <tr>
            <th scope="row">{text("machine.ready", { count: whole(ready) })}</th>
            <td>–</td>
            <td>{readyMemory(workers)}</td>
            <td>–</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

/** Of all that wait together; where one of them does not tell, no sum is told. */
function readyMemory(workers: readonly WorkerUse[]): string {
  const each = workers.filter(({ run }) => run === null).map(({ memory }) => memory);
  return each.includes(null) ? "–" : bytes(each.reduce<number>((sum, one) => sum + (one ?? 0), 0));
}

/** What takes the steps of a run, as its first event says; of runs that this page does not watch nothing is known. */
function engineOf(run: string): string {
  return state.histories.get(run)?.versions.engine ?? "–";
}

/** Runs of other tasks go by their title. */
function title(run: string): string {
  const name = nameOf(run);
  return name === run ? worded(state.runs.value.get(run)?.title ?? run) : name;
}
