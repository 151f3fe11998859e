#!/usr/bin/env bash
# TensorFlow.js 4.22.0, layers: depthwiseConv2d (and models of Keras that have a DepthwiseConv2D with dilation_rate).
#
# Expected: `dilationRate: 2` spreads a depth-wise filter of 2 x 2 over 3 x 3 pixels, as tf.depthwiseConv2d of the same
# library does with `dilations`; or a refusal.
# Seen: the layer's computeOutputShape and call read past it without a word: 4 x 4 places in place of 3 x 3, and other
# sums. A network with a Flatten and a Dense behind it then refuses its weights; one that pools globally answers wrongly.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0 >/dev/null 2>&1

cat > dilated.mjs <<'JAVASCRIPT'
import assert from "node:assert";
import * as tf from "@tensorflow/tfjs";

await tf.setBackend("cpu");
const picture = tf.range(0, 25).reshape([1, 5, 5, 1]);
const right = tf.depthwiseConv2d(picture, tf.ones([2, 2, 1, 1]), 1, "valid", "NHWC", [2, 2]);
const layer = tf.layers.depthwiseConv2d({ kernelSize: 2, dilationRate: 2, useBias: false, depthwiseInitializer: "ones", inputShape: [5, 5, 1] });
const found = tf.sequential({ layers: [layer] }).predict(picture);
console.log("by the operation:", right.shape, (await right.data())[0], "by the layer:", found.shape, (await found.data())[0]);
assert.deepEqual(right.shape, [1, 3, 3, 1]);
assert.deepEqual(found.shape, [1, 4, 4, 1], "the behaviour has changed");
JAVASCRIPT
timeout 120 node dilated.mjs
