// The kinds of blocks as models/layers/blocks has them, without their words.

import type { BlockForm } from "../setup/blocks";
import type { Field } from "../setup/controls";

const sizes = (initial: number[]): Field => ({ type: "array", items: { type: "integer", minimum: 0, maximum: 9 }, minItems: 1, maxItems: 2, default: initial });
const bend: Field = { enum: ["ReLU", "leaky ReLU", "ELU", "SELU", "softplus", "tanh", "sigmoid", "step", "scaled tanh", "none"], default: "ReLU" };
const leak: Field = { type: "number", default: 0.3, minimum: 0, maximum: 1 };
const padding: Field = { enum: ["valid", "same"], default: "valid" };
const off: Field = { type: "boolean", default: false };
const on: Field = { type: "boolean", default: true };
const epsilon: Field = { type: "number", default: 1e-5 };
const inner = (initial: string): Field => ({ type: "string", format: "blocks", pattern: ".+", within: ["convolution", "pooling", "normalisation", "activation", "response", "dropout"], maxItems: 8, default: initial });
const form = (properties: Record<string, Field>): BlockForm => ({ title: "", text: "", settings: { properties } });

export const forms: Record<string, BlockForm> = {
  convolution: form({
    kind: { enum: ["standard", "depth-wise", "separable", "local", "partial"], default: "standard" },
    filters: { type: "integer", default: 16 },
    kernel: sizes([3]),
    stride: sizes([1]),
    dilation: sizes([1]),
    padding,
    groups: { type: "integer", default: 1 },
    bias: on,
    normalised: off,
    epsilon,
    activation: bend,
    leak,
  }),
  pooling: form({ kind: { enum: ["max", "average", "stride", "trainable"], default: "max" }, size: sizes([2]), stride: sizes([0]), padding, rounding: { enum: ["down", "up"], default: "down" } }),
  dropout: form({ shared: off, share: { type: "number", default: 0.5 } }),
  average: form({}),
  dense: form({ units: { type: "integer", default: 64 }, bias: on, normalised: off, activation: bend, leak }),
  activation: form({ activation: { enum: (bend.enum ?? []).slice(0, -1), default: "ReLU" }, leak }),
  normalisation: form({ epsilon }),
  response: form({ constant: { type: "integer", default: 2 } }),
  upsampling: form({ factor: sizes([2]) }),
  flattening: form({}),
  recurrent: form({
    cell: { enum: ["SimpleRNN", "GRU", "LSTM", "PeepholeLSTM"], default: "GRU" },
    units: { type: "integer", default: 64 },
    by: { enum: ["rows", "columns"], default: "rows" },
    bidirectional: off,
    states: { enum: ["last", "all"], default: "last" },
    silenced: { type: "number", default: 0 },
    flavour: { enum: ["torch", "keras", "tfjs"], default: "torch" },
  }),
  radial: form({}),
  residual: form({
    layers: inner("16k3-same-bn_16k3-same-bn-linear"),
    skip: { enum: ["projected", "padded", "projected everywhere", "none"], default: "projected" },
    normalised: off,
    activation: bend,
    leak,
  }),
  inception: form({ branch1: inner("8k1"), branch2: inner("8k1_16k3-same"), branch3: inner("4k1_8k5-same"), branch4: inner("max3-s1-same_8k1") }),
};

/** Simpler than the server's, and stricter than nothing. */
export const PATTERN =
  "(?:(?:depth|sep|local|part)?\\d*k\\d+(?:x\\d+)?|(?:max|avg|stride|sub|up)\\d+(?:x\\d+)?|drop[\\d.]*|global|flatten|radial|(?:dense|rnn|gru|lstm|peep)\\d+|bn[\\d.]*|lrn\\d*|relu|leaky[\\d.]*|(?:res|inc)\\([^()]*\\))(?:-[a-z0-9.]+)*";
