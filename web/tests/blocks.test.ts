import { expect, test } from "vitest";
import samples from "../../tests/samples/blocks.json";
import { offer } from "../panels/form/blocks/nearest";
import "../text/blocks";
import { inserted, moved, placeFor, removed, replaced } from "../panels/form/blocks/list";
import { type Block, blockOf, read, write } from "../panels/form/blocks/text";
import { ofSizes, sizeFields } from "../curves/sizes";
import { lengthened, shortened } from "../setup/blocks";
import { allows, type Control, controls, type Field } from "../setup/controls";
import { readLink, writeLink } from "../setup/link";
import { blocksAround } from "../setup/offers";
import { current } from "../setup/pattern";
import { controlsOf, plainSpec, withValue } from "../setup/spec";
import { forms, PATTERN } from "./forms";
import { catalogue, run, wording } from "./world";

const USUAL = "8k5 max2 drop 16k5 max2 drop";
const field: Field = { type: "string", format: "blocks", pattern: PATTERN, forms, maxItems: 40, default: USUAL, title: "Blocks" };
const [control] = controls({ properties: { blocks: field } }, "architecture") as [Control];

function world() {
  const found = catalogue();
  found.architectures.push({ name: "convnet", title: "Convolutional network", text: "", place: null, family: "", year: null, contest: wording(""), series: null, data: null, settings: { properties: { blocks: field, dropout: { type: "number", default: 0 } } } });
  for (const task of found.tasks) task.architectures.push("convnet");
  return found;
}

function whole({ type, ...values }: { type: string }): Block {
  const usual = controls(forms[type]?.settings, "architecture").map(({ field: name, initial }) => [name, initial]);
  return { type, values: { ...Object.fromEntries(usual), ...values } };
}

test.each(samples)("blocks and their text say the same: $text", ({ text, blocks }) => {
  expect(read(text, forms)).toEqual(blocks.map(whole));
  expect(write(blocks.map(whole), forms)).toBe(text);
  expect(allows(control, text)).toBe(true);
});

test("what is no block is none", () => {
  expect(blockOf("what5", forms)).toBeNull();
  for (const wrong of ["what5", "16k", "8k5 dense", "<b>", Array(41).fill("8k1").join(" "), 8]) expect(allows(control, wrong)).toBe(false);
});

test("a link has blocks in words with a plus between them, and is read as it was written", () => {
  const spec = withValue(plainSpec(world(), "pictures", "convnet"), "/architecture/blocks", "32k3x5-same-bn-leaky0.1 max2 dense64");
  const vary = { "/architecture/blocks": ["8k5", "16k5 max2"] };
  const link = writeLink(world(), spec, vary);
  expect(link).toBe("#pictures/convnet&architecture.blocks=32k3x5-same-bn-leaky0.1+max2+dense64&race.architecture.blocks=8k5~16k5+max2");
  const setup = { spec, vary, hide: [], unknown: [] };
  expect(readLink(world(), link)).toEqual(setup);
  expect(readLink(world(), link.replaceAll("+", "%20"))).toEqual(setup);
});

test("a link says how often a block comes again, and is short", () => {
  const block = "res(16k3-same-nobias-bn_16k3-same-nobias-bn-linear)-bn";
  const spec = withValue(plainSpec(world(), "pictures", "convnet"), "/architecture/blocks", `16k3 ${block} ${block} ${block} global`);
  const link = writeLink(world(), spec, {});
  expect(link).toBe(`#pictures/convnet&architecture.blocks=16k3+${block}*3+global`);
  expect(readLink(world(), link)).toEqual({ spec, vary: {}, hide: [], unknown: [] });
  expect(shortened("8k5 max2 max2")).toBe("8k5 max2*2");
  expect(lengthened("8k5 max2*2")).toBe("8k5 max2 max2");
  expect(readLink(world(), "#pictures/convnet&architecture.blocks=8k1*41")?.unknown).toEqual(["architecture.blocks=8k1*41"]);
});

test("what would do is offered in words that say what of the blocks changes", () => {
  expect(offer("8k5 8k9 max2", "8k5 8k4 max2")).toBe("Take 8k4 as block 2");
  expect(offer("8k5 dense4 max2", "8k5 max2 dense4")).toBe("Move block 3 to place 2");
  expect(offer("8k5 bn max2 drop", "8k5 max2 drop bn")).toBe("Move block 2 to place 4");
  expect(offer("8k5 global max2", "8k5 global")).toBe("Leave block 3 out");
  expect(offer("dense10 radial", "dense10 dense84 radial")).toBe("Take dense10 dense84 radial");
});

test("a link of version 0.1.0 opens as the equal blocks", () => {
  const found = readLink(world(), "#pictures/convnet&architecture.filters=4-6&architecture.kernel=3&architecture.hidden=32&architecture.pool=average&architecture.pool_last=false&architecture.dropout=0.5&hide=architecture.kernel");
  expect(found?.spec.architecture).toEqual({ name: "convnet", blocks: "4k3 avg2 drop 6k3 drop dense32 drop", dropout: 0.5 });
  expect(found).toMatchObject({ hide: ["/architecture/blocks"], unknown: [] });
  const raced = readLink(world(), "#pictures/convnet&architecture.padding=same&race.architecture.filters=2~8-16");
  expect(raced?.vary).toEqual({ "/architecture/blocks": ["2k5-same max2 drop", "8k5-same max2 drop 16k5-same max2 drop"] });
  expect(readLink(world(), "#sums/reader&architecture.filters=4")?.unknown).toEqual(["architecture.filters=4"]);
});

test("a lesson that this browser keeps from version 0.1.0 sets up the equal blocks", () => {
  const spec = { task: { name: "pictures" }, architecture: { name: "convnet", filters: [4, 8], pool: "none", activation: "tanh", dropout: 0 }, training: {} };
  const own = controlsOf(world(), spec, "architecture");
  const found = current(own, spec, { "/architecture/filters": [[2], [2, 4]], "/training/seed": [0, 1] });
  expect(found.spec.architecture).toEqual({ name: "convnet", blocks: "4k5-tanh drop 8k5-tanh drop", dropout: 0 });
  expect(found.vary).toEqual({ "/architecture/blocks": ["2k5-tanh drop", "2k5-tanh drop 4k5-tanh drop"], "/training/seed": [0, 1] });
  expect(current(own, found.spec, found.vary)).toEqual(found);
});

test("blocks are put, moved and taken out, and a picture's stand before dense units", () => {
  expect(inserted("8k5 dense4", 1, "max2")).toBe("8k5 max2 dense4");
  expect(removed("8k5 max2", 0)).toBe("max2");
  expect(replaced("8k5 max2", 1, "avg2")).toBe("8k5 avg2");
  expect(moved("8k5 max2 drop", 1, 1)).toBe("8k5 drop max2");
  expect(moved("8k5 max2", 0, -1)).toBe("8k5 max2");
  expect(placeFor("convolution", "8k5 dense4 drop", null)).toBe(1);
  expect(placeFor("convolution", "8k5 max2 8k5", 0)).toBe(1);
  expect(placeFor("dense", "8k5 dense4 drop", null)).toBe(3);
  expect(placeFor("residual", "8k5 flatten dense4", null)).toBe(1);
  expect(placeFor("recurrent", "8k5 gru4", null)).toBe(1);
  expect(placeFor("dense", "8k5 dense84 radial", null)).toBe(2);
});

test("a race of blocks offers half and double, and is one of sizes", () => {
  expect(blocksAround("8k5 max2 sep3k3-s2 dense64 drop0.5")).toEqual(["4k5 max2 sep1k3-s2 dense32 drop0.5", "8k5 max2 sep3k3-s2 dense64 drop0.5", "16k5 max2 sep6k3-s2 dense128 drop0.5"]);
  expect(blocksAround("res(8k3-same_8k1-linear)-bn inc(2k1!max3-s1-same_4k5) gru6")[0]).toBe("res(4k3-same_4k1-linear)-bn inc(1k1!max3-s1-same_2k5) gru3");
  const runs = ["2k5", "8k5"].map((blocks, place) => ({
    ...run(blocks, { parameters: 100 * (place + 1), varied: { "/architecture/blocks": blocks } }),
    spec: { task: { name: "pictures" }, architecture: { name: "convnet", blocks }, training: {} },
  }));
  expect(ofSizes(runs)).toBe(true);
  expect([...sizeFields(runs)]).toEqual(["blocks"]);
});

test("leaves a network's own settings alone, whatever they are called", () => {
  const own = [...controls({ properties: { blocks: field } }, "architecture"), ...controls({ properties: { hidden: { type: "integer", minimum: 1, maximum: 512, default: 64, title: "Units", description: "Units.", group: "Network" } } as Record<string, Field> }, "architecture")];
  const spec = { task: { name: "captions" }, architecture: { name: "captioner", hidden: 8 }, training: {} };
  expect(current(own, spec, {}).spec).toEqual(spec);
});
