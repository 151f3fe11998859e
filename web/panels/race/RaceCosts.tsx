// What a race would be before it is started: how many runs, how large, how long, and what of it cannot be trained.

import { useEffect, useRef, useState } from "preact/hooks";
import { lasting, totals } from "../../setup/costs";
import { yielding } from "../../setup/equal";
import { type Laid, laidOut } from "../../setup/race";
import { NETWORKS, ordered, type Spec, type Vary } from "../../setup/spec";
import { field, seeds } from "../../setup/vary";
import { type Answer, answered } from "../../state/planning";
import { state } from "../../state/store";
import { duration, whole } from "../../text/numbers";
import { counted, text } from "../../text/text";
import css from "./Race.module.css";

export interface Cost extends Laid {
  /** Undefined until the server has said it. */
  answer: Answer | undefined;
}

/** Asked for one after the other, once each while the panel is open. */
export function useCosts(spec: Spec, vary: Vary): Cost[] {
  const known = useRef(new Map<string, Answer>());
  const [, learn] = useState(0);
  const catalogue = state.catalogue.value;
  const laid = catalogue === null ? [] : laidOut(catalogue, spec, vary);
  const asked = laid.map((one) => ordered(one.spec));
  useEffect(() => {
    let wanted = true;
    const ask = async () => {
      for (const [place, name] of asked.entries()) {
        if (known.current.has(name)) continue;
        const answer = await answered(laid[place]?.spec);
        if (!wanted) return;
        // Where nobody answers, there is nothing to know, and what is missing is said beside Train.
        if (answer.problem?.status === 0) return;
        known.current.set(name, answer);
        learn((before) => before + 1);
      }
    };
    void ask();
    return () => {
      wanted = false;
    };
  }, [asked.join()]);
  return laid.map((one, place) => ({ ...one, answer: known.current.get(asked[place] ?? "") }));
}

interface Props {
  costs: readonly Cost[];
  /** Of what is raced beside the seeds; "" where nothing is. */
  title: string;
  /** What a variant is called. */
  named: (cost: Cost) => string;
  vary: Vary;
  put: (vary: Vary) => void;
}

export function RaceCosts({ costs, title, named, vary, put }: Props) {
  const pointer = field(vary);
  const possible = costs.filter(({ answer }) => answer?.problem == null);
  const valueOf = ({ spec, values }: Cost) => (pointer === NETWORKS ? spec.architecture : values[pointer]) as Vary[string][number];
  const without = () => put({ ...vary, [pointer]: possible.map(valueOf) });
  return (
    <div class={css.raceCosts} aria-live="polite">
      {title !== "" && <Table costs={costs} title={title} named={named} />}
      <p class="words">{sums(costs, vary).join(" · ")}</p>
      {title !== "" && possible.length < costs.length && (
        <button type="button" class="link" onClick={without}>
          {text("race.cost.without")}
        </button>
      )}
    </div>
  );
}

/** Networks that are made equally large are not those that were planned for. */
function equals(vary: Vary): boolean {
  return state.equal.value && yielding(state.catalogue.value, state.spec.value, vary).length > 0;
}

function sums(costs: readonly Cost[], vary: Vary): string[] {
  const found = totals(costs.map(({ answer }) => answer), seeds(vary), state.catalogue.value?.workers ?? 1);
  const runs = counted("race.cost.runs", found.runs);
  if (equals(vary)) return [runs, text("race.cost.each", { parameters: whole(state.plan.value?.parameters ?? 0) })];
  if (found.parameters === null) return [runs];
  const time = found.seconds === null ? text("race.cost.unknown") : text("race.cost.lasts", { time: duration(found.seconds) });
  return [runs, text("race.cost.all", { parameters: whole(found.parameters) }), time];
}

function Table({ costs, title, named }: Pick<Props, "costs" | "title" | "named">) {
  const equal = equals(state.vary.value);
  const times = costs.map(({ answer }) => (answer?.plan ? lasting(answer.plan) : null));
  const timed = !equal && times.some((time) => time !== null);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{title}</th>
          {!equal && <th scope="col">{text("race.cost.parameters")}</th>}
          {timed && <th scope="col">{text("race.cost.time")}</th>}
        </tr>
      </thead>
      <tbody>
        {costs.map((cost, place) => (
          <tr key={cost.key}>
            <th scope="row">{named(cost)}</th>
            {cost.answer?.problem ? (
              <td colSpan={2} class="problem">
                {cost.answer.problem.detail}
              </td>
            ) : (
              <>
                {!equal && <td>{cost.answer?.plan ? whole(cost.answer.plan.parameters) : text("race.cost.asking")}</td>}
                {timed && <td>{times[place] == null ? "–" : duration(times[place])}</td>}
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
