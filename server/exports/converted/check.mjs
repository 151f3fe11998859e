// Holds the network against its own answers to examples of its task: npm install @tensorflow/tfjs, then node check.mjs
import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";

const here = (name) => new URL(name, import.meta.url);
const json = (name) => JSON.parse(readFileSync(here(name), "utf-8"));

await tf.setBackend("cpu");
const { modelTopology, weightsManifest } = json("model.json");
const content = readFileSync(here("weights.bin"));
const weightData = content.buffer.slice(content.byteOffset, content.byteOffset + content.byteLength);
const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
const model = await tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));

const { shape, inputs, answers } = json("examples.json");
const given = await model.predict(tf.tensor(inputs, shape)).data();
if (given.length !== answers.length) throw new Error(`${given.length} numbers, expected ${answers.length}`);
const difference = answers.reduce((most, answer, place) => Math.max(most, Math.abs(answer - given[place])), 0);
console.log(JSON.stringify({ examples: shape[0], difference }));
