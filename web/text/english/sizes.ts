// English of the chart of what size is worth.

export const sizes = {
  "sizes.title": "{series} by size",
  "sizes.text": "The best of every run over what its network costs; a line joins sizes of one family.",
  "sizes.parameters": "parameters",
  "sizes.multiply_adds": "multiply-adds",
  "sizes.seconds": "seconds",
  "sizes.year": "Networks up to",
  "sizes.of.parameters": "{count} parameters",
  "sizes.of.multiply_adds": "{count} multiply-adds",
  "sizes.dot": "{name}: {value}, {cost}",
  "sizes.empty": "A dot for every run stands here as soon as something is measured.",
};
