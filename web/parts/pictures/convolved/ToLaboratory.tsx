// The way of a filter that a network has learnt into the laboratory, where it slides over any picture.

import { tryKernel } from "../../../state/kernels";
import { MOST_ROWS } from "../../../setup/kernel";
import { text } from "../../../text/text";

export function ToLaboratory({ kernel }: { kernel: number[][] }) {
  if (kernel.length > MOST_ROWS || (kernel[0]?.length ?? 0) > MOST_ROWS) return <p class="words">{text("convolved.from.large", { most: MOST_ROWS })}</p>;
  return (
    <p>
      <button type="button" class="link" onClick={() => tryKernel(kernel)}>
        {text("convolved.from")}
      </button>{" "}
      <span class="words">{text("convolved.drag")}</span>
    </p>
  );
}
