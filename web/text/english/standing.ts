// English: which run was first and which is best, and where each number is from.

export const standing = {
  "seeds.some": "{name}, {count} of {all}",
  "seeds.of": "{count} of {all}",

  "charts.guessing": "{guess} {value}",
  "charts.guessing.of": "{words} · {names}",

  "race.first": "First to {level}: {names}, {at}",
  "race.first.seeds": "First to {level}: {names}, {at} (median of {count} seeds)",
  "race.first.some": "First to {level}: {names}, {at} (median of {count} seeds, {reached} of which got there)",
  "race.nobody": "Nobody got to {level}",
  "race.both": "{first}; best: {best}.",
  "race.sentence": "{first}.",
  "race.best.one": "{name} {value}",
  "race.best.number": "{name}: {value}",

  "race.level": "The level that the runs race to",
  "race.level.words": "{series} {level}: drag it, or use the arrow keys; press twice for the usual level",

  "race.again.one": "The same race again, with the next seed: {seeds}.",
  "race.again.other": "The same race again, with the next seeds: {seeds}.",
  "race.again.same": "Same seeds",

  "summary.mean": "{name} (mean of {count})",
  "summary.mean.some": "{name} (mean of {count} of {all})",
  "summary.guessing": "{Guess} gets {value}.",
  "summary.guessing.many": "{Guess} gets {parts}.",

  "origin": "{name}: {series} {value}, {split}",
  "origin.train": "training examples",
  "origin.validation": "validation examples",
  "origin.test": "test examples",
  "origin.step": "step {step}",
  "origin.weights": "{name}: {moment}",
  "origin.last": "with its last weights",
  "origin.mean": "{name}, mean of {count} seeds: {series} {value}, {split}",
  "origin.mean.some": "{name}, mean of {count} of {all} seeds: {series} {value}, {split}",
  "origin.examples.one": "{count} example",
  "origin.examples.other": "{count} examples",
  "origin.speed.now": "now, over the latest epoch: {examples} in {seconds}",
  "origin.speed.mean": "mean of all of it: {examples} in {seconds}",
  "runs.now.words": "the latest scoring on the validation split",
  "runs.best.words": "the best scoring on the validation split, and its epoch",
  "runs.test.words": "scored once, with the last weights of the run",
  "runs.speed.words": "of a run that goes on over its latest epoch, of one that is over the mean of all of it",
  "runs.now.short": "now",
  "runs.best.short": "validation",
  "runs.test.short": "last weights",
  "runs.speed.mean": "mean",
  "runs.at": "@ {at}",
};
