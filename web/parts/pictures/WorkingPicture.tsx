// The working of one unit at one step: formula, figures, result; behind it every value that is read and its weights.

import { figure } from "../../text/numbers";
import { text } from "../../text/text";
import { part, unpacked } from "./arrays";
import type { Asking } from "./asking";
import type { Working } from "./worded";
import css from "./Working.module.css";

export function WorkingPicture({ working, asking }: { working: Working; asking: Asking }) {
  const without = working.question.slice(0, working.question.indexOf("@"));
  return (
    <section class={css.working} aria-label={working.title}>
      <header>
        <h4>{working.title}</h4>
        <button type="button" class="small" onClick={() => asking.ask(without)}>
          {text("working.close")}
        </button>
      </header>
      <div class={css.scroll} tabIndex={0} role="region" aria-label={text("working.lines")}>
        <table>
          <tbody>
            {working.lines.map((line) => (
              <tr key={line.formula}>
                <th scope="row">{line.what}</th>
                <td class={css.formula}>
                  {line.formula}
                  <br />= {line.figures} = <b>{figure(line.value)}</b>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {working.remark && <p class="words">{working.remark}</p>}
      {working.summands.map((summands) => (
        <Weights key={summands.title} summands={summands} sums={working.sums} />
      ))}
    </section>
  );
}

/** Opened at will: there may be hundreds. */
function Weights({ summands, sums }: { summands: Working["summands"][number]; sums: readonly string[] }) {
  const [values, weights] = [unpacked(summands.values), unpacked(summands.weights)];
  return (
    <details class={css.weights}>
      <summary>{summands.title}</summary>
      <div class={css.scroll} tabIndex={0} role="region" aria-label={summands.title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{text("working.place")}</th>
              <th scope="col">{text("working.value")}</th>
              {sums.map((sum) => (
                <th scope="col" key={sum}>
                  {text("working.weight", { sum })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {summands.labels.map((label, place) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{figure(values.all[place] ?? 0)}</td>
                {sums.map((sum, row) => (
                  <td key={sum}>{figure(part(weights, row)[place] ?? 0)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
