// English of blocks of a network: fetched with their list.

export const blocks = {
  "blocks.convolution": "{filters} filters, {size}",
  "blocks.depthwise": "one filter a map, {size}",
  "blocks.pooling": "{kind}, {size}",
  "blocks.shared": "as the setting",
  "blocks.dense": "{units} units",
  "blocks.number": "Block {number}",
  "blocks.keys": "Enter opens it, Alt and an arrow move it, Delete takes it out.",
  "blocks.earlier": "Earlier",
  "blocks.later": "Later",
  "blocks.twice": "Once more",
  "blocks.out": "Take out",
  "blocks.removed": "{block} is taken out.",
  "blocks.add": "Add",
  "blocks.none": "No block: every pixel goes straight to the output.",
  "blocks.text": "As text",
  "blocks.wrong": "{word} is no block. Write for example 16k5, max2, drop0.25, global, dense64.",
  "blocks.race": "Press or type, a semicolon between networks: 8k5 max2; 16k5 max2. Up to {count} networks.",
  "blocks.race.wrong": "“{typed}” are no blocks. Write for example 8k5 max2 dense64.",
};
