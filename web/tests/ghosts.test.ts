import { describe, expect, it } from "vitest";
import { ghostsOf, seriesOf, tableRows } from "../curves/foreign";

const KNOWN = ["loss", "accuracy", "exact"];
const bytes = (words: string) => new TextEncoder().encode(words);

describe("curves of others", () => {
  it("are of the series whose name they end in", () => {
    expect(seriesOf("val_loss", KNOWN)).toBe("loss");
    expect(seriesOf("epoch_accuracy", KNOWN)).toBe("accuracy");
    expect(seriesOf("train/exact", KNOWN)).toBe("exact");
    expect(seriesOf("lossless", KNOWN)).toBe(null);
  });

  it("come out of a wide table, whose gaps are none and whose nan is no number", () => {
    const found = ghostsOf("keras.csv", bytes("epoch,loss,val_loss,lr\n0,2.5,,0.1\n1,1.5,2,0.1\n2,nan,1,0.1\n"), KNOWN);
    expect(found).toEqual([
      { name: "keras: loss", split: "validation", series: "loss", at: { epoch: [0, 1, 2] }, ys: [2.5, 1.5, null] },
      { name: "keras: val_loss", split: "validation", series: "loss", at: { epoch: [1, 2] }, ys: [2, 1] },
    ]);
  });

  it("come out of our own long table, each with its run", () => {
    const long = "run,clock,step,epoch,examples,seconds,series,value\nGRU,batch,1,0.1,,0.5,train/loss,2\nGRU,batch,2,0.2,,1,train/loss,1\nLSTM,epoch,2,0.2,,1,validation/exact,0.5\n";
    expect(ghostsOf("curves.csv", bytes(long), KNOWN)).toEqual([
      { name: "curves: GRU train/loss", split: "train", series: "loss", at: { step: [1, 2], epoch: [0.1, 0.2], seconds: [0.5, 1] }, ys: [2, 1] },
    ]);
  });

  it("are read with decimal commas where semicolons part them, and in quotes", () => {
    expect(tableRows("a", '\uFEFF"step";"loss"\r\n1;0,5\r\n').map(({ at, value }) => [at.step, value])).toEqual([[1, 0.5]]);
  });

  it("come out of an event file, in order of their steps", () => {
    const event = (step: number, tag: string, value: number) => {
      const number = new Uint8Array(new Float32Array([value]).buffer);
      const one = [0x0a, tag.length, ...bytes(tag), 0x15, ...number];
      const summary = [0x0a, one.length, ...one];
      const content = [0x09, ...new Uint8Array(new Float64Array([100 + step]).buffer), 0x10, step, 0x2a, summary.length, ...summary];
      return [content.length, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ...content, 0, 0, 0, 0];
    };
    const file = new Uint8Array([...event(2, "validation/loss", 0.5), ...event(1, "validation/loss", Number.NaN), ...event(1, "other", 1)]);
    expect(ghostsOf("events.out.tfevents.1", file, KNOWN)).toEqual([
      { name: "events.out.tfevents.1: validation/loss", split: "validation", series: "loss", at: { step: [1, 2], seconds: [-1, 0] }, ys: [null, 0.5] },
    ]);
    expect(ghostsOf("events.out.tfevents.1", file.subarray(0, 20), KNOWN)).toEqual([]);
  });
});
