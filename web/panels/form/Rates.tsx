// The schedule before anything is trained: how the learning rate will go.

import { line, words } from "../../setup/rates";
import { state } from "../../state/store";
import { text } from "../../text/text";
import css from "./Form.module.css";

export function Rates() {
  const plan = state.plan.value;
  if (plan === null) return <figure class={css.rates} />;
  const { rates, steps, steps_per_epoch: each } = plan;
  if (rates === null) {
    return (
      <figure class={css.rates}>
        <figcaption>{text("rates.unknown")}</figcaption>
      </figure>
    );
  }
  return (
    <figure class={state.problem.value ? `${css.rates} ${css.stale}` : css.rates} aria-label={text("rates.title")}>
      <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
        <polyline points={line(rates, steps / each)} />
      </svg>
      <figcaption>{words(rates, steps / each, Number(state.spec.value.training.batches))}</figcaption>
    </figure>
  );
}
