// What a block is, in a few words for its row.

import { type BlockForm, INSIDE } from "../../../setup/blocks";
import { applies, type Control, type Setting } from "../../../setup/controls";
import { optionName, written } from "../../../setup/wording";
import { plain } from "../../../text/numbers";
import { counted, row, text } from "../../../text/text";
import { type Block, formOf } from "./text";

/** Settings that the first words of a block's row say. */
const FIRST: Record<string, readonly string[]> = {
  convolution: ["filters", "kernel"],
  pooling: ["kind", "size"],
  dropout: ["share", "shared"],
  dense: ["units"],
  activation: ["activation"],
  upsampling: ["factor"],
  recurrent: ["cell", "units"],
  residual: ["layers"],
  inception: ["branch1", "branch2", "branch3", "branch4"],
};

/** "16 filters, 5×5, stride 2" */
export function summary(block: Block, forms: Record<string, BlockForm>): string {
  const own = formOf(forms, block.type);
  const more = own.filter(
    (control) => !FIRST[block.type]?.includes(control.field) && differs(control, block.values[control.field]) && applies(control, block.values),
  );
  return row([first(block, own), ...more.map((control) => said(control, block.values[control.field] ?? control.initial))].filter((words) => words !== ""));
}

function first({ type, values }: Block, own: readonly Control[]): string {
  const kind = own.find(({ field }) => field === "kind");
  switch (type) {
    case "convolution":
      if (values.kind === "depth-wise") return text("blocks.depthwise", { size: by(values.kernel) });
      return text("blocks.convolution", { filters: Number(values.filters), size: by(values.kernel) });
    case "pooling":
      return text("blocks.pooling", { kind: optionName(kind, values.kind ?? ""), size: by(values.size) });
    case "dropout":
      return values.shared === true ? text("blocks.shared") : plain(Number(values.share));
    case "dense":
      return text("blocks.dense", { units: Number(values.units) });
    case "activation":
      return optionName(own.find(({ field }) => field === "activation"), values.activation ?? "");
    case "upsampling":
      return by(values.factor);
    case "recurrent":
      return row([String(values.cell), text("blocks.dense", { units: Number(values.units) })]);
    case "residual":
      return counted("blocks.residual", inside(values.layers));
    case "inception":
      return counted("blocks.inception", own.filter(({ field, shape }) => shape === "blocks" && inside(values[field]) > 0).length);
    default:
      return "";
  }
}

/** How many blocks another holds in a row. */
function inside(value: Setting | undefined): number {
  return String(value ?? "").split(INSIDE).filter((word) => word !== "").length;
}

function said(control: Control, value: Setting): string {
  if (control.shape === "choice") return optionName(control, value);
  if (control.shape === "switch") return control.title;
  return `${control.title} ${Array.isArray(value) ? value.join("×") : written(value)}`;
}

function differs({ initial }: Control, value: Setting | undefined): boolean {
  return value !== undefined && JSON.stringify(value) !== JSON.stringify(initial);
}

/** 5×5, 3×5 */
function by(value: Setting | undefined): string {
  const sizes = [value].flat();
  return `${sizes[0]}×${sizes.at(-1)}`;
}
