// The way of a kernel into a network: what is trained next begins with it as the first filter.

import { kernelIntoNetwork } from "../../../state/kernels";
import { state } from "../../../state/store";
import { text } from "../../../text/text";
import css from "../Convolved.module.css";

export function IntoNetwork({ kernel }: { kernel: string }) {
  const name = state.spec.value.architecture.name;
  const network = state.catalogue.value?.architectures.find((one) => one.name === name)?.title ?? name;
  return (
    <div class={css.into}>
      <button type="button" class="small wide" onClick={() => void kernelIntoNetwork(kernel)}>
        {text("convolved.into")}
      </button>
      <span class="words">{text("convolved.into.words", { network })}</span>
    </div>
  );
}
