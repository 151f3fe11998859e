// Of a published table beside one's own runs.

export const printedTable = {
  "printed.row": "As printed",
  "printed.begin": "Train this row: {row}",
  "printed.own": "yours",
  "printed.not": "not yet run",
  "printed.train": "training",
  "printed.validation": "validation",
  "printed.test": "test",
  "printed.epoch": "epoch {epoch}",
  "printed.batch": "batch {batch}",
  "printed.words": "Press a row to set it up. Below what was printed stand your newest runs, one for each way to read the row.",
  "printed.words.running":
    "Press a row to set it up. Below what was printed stand your newest runs, one for each way to read the row. The training figure is the running mean of the last epoch, as Keras prints it: taken while the weights change, with dropout on.",
} as const;
