// The published network beside the one for a classroom, or that beside the published one: its drawing, and what it costs.

import { useEffect, useMemo, useState } from "preact/hooks";
import type { Plan } from "../../generated/types";
import { type Spec, withValue } from "../../setup/spec";
import { type Answer, planner } from "../../state/planning";
import { state } from "../../state/store";
import "../../text/fetching";
import { bytes, plain, short, whole } from "../../text/numbers";
import { text } from "../../text/text";
import { Row } from "./Drawn";
import css from "./Network.module.css";
import foldCss from "../../parts/Fold.module.css";

export interface OtherSizeProps {
  plan: Plan;
  /** What makes the other one of this, by pointer. */
  settings: Readonly<Record<string, string>>;
}

export function OtherSize({ plan, settings }: OtherSizeProps) {
  const [open, setOpen] = useState(false);
  const published = Object.keys(plan.original).length > 0;
  return (
    <details class={`${css.layers} ${foldCss.plain}`} open={open} onToggle={(event) => setOpen(event.currentTarget.open)} data-other-size>
      <summary>{text(published ? "other.published" : "other.classroom")}</summary>
      {open && <Other plan={plan} settings={settings} />}
    </details>
  );
}

function Other({ plan, settings }: OtherSizeProps) {
  const [answer, put] = useState<Answer | null>(null);
  const ask = useMemo(() => planner<Spec>((_, found) => put(found)), []);
  const other = Object.entries(settings).reduce((spec, [pointer, value]) => withValue(spec, pointer, value), state.spec.value);
  const asked = JSON.stringify(other);
  useEffect(() => ask(other), [asked]);
  if (answer === null) return null;
  if (!answer.plan) return <p class="problem">{answer.problem?.detail}</p>;
  return (
    <>
      <Row plan={answer.plan} beside />
      <Compared here={plan} beside={answer.plan} />
    </>
  );
}

function Compared({ here, beside }: { here: Plan; beside: Plan }) {
  const rows = [
    [text("other.parameters"), here.parameters, beside.parameters, whole],
    [text("other.sums"), here.multiply_adds, beside.multiply_adds, short],
    [text("other.memory"), here.memory, beside.memory, bytes],
  ] as const;
  return (
    <table>
      <thead>
        <tr>
          <td />
          <th scope="col">{text("other.here")}</th>
          <th scope="col">{text(Object.keys(here.original).length > 0 ? "other.there.published" : "other.there.classroom")}</th>
          <th scope="col">{text("other.times")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([words, own, its, written]) => (
          <tr key={words}>
            <th scope="row">{words}</th>
            <td>{written(own)}</td>
            <td>{written(its)}</td>
            <td>{plain(Number((its / Math.max(1, own)).toPrecision(2)))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
