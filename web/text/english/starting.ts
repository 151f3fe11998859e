// English: the schedule ahead, Train, forks and races.

export const starting = {
  "rates.over.one": "{rates} over {count} epoch",
  "rates.over.other": "{rates} over {count} epochs",
  "rates.title": "The planned learning rate",
  "rates.nothing": "almost 0",
  "rates.unknown": "The rate falls whenever progress stops: how often, only the training will show.",

  "start.train": "Train",
  "start.train.one": "Train only this",
  "start.starting": "Starting…",
  "start.race.open": "Race…",
  "start.race.change": "Change race…",
  "start.race.one": "Train",
  "start.race.other": "Race {count}",
  "start.race.all": "Race {values}",
  "start.race.seeds": "Race {values} ×{seeds}",
  "start.fork": "Train from epoch {epoch}",

  "fork.title": "Fork",
  "fork.note": "Goes on from epoch {epoch} of {name}.",
  "fork.weights": "Only its weights are kept there: the optimiser begins anew.",
  "fork.start": "From which weights",
  "fork.last": "last: epoch {epoch}",
  "fork.best": "best: epoch {epoch}",
  "fork.both": "last and best: epoch {epoch}",
  "fork.epoch": "epoch {epoch}",
  "fork.leave": "No fork: begin with new weights",
  "fork.fixed": "A fork keeps its data and its network: this stays as it is.",
  "fork.name": "from epoch {epoch}",

  "race.title": "Race",
  "race.field": "What differs",
  "race.field.none": "Only the seed",
  "race.values": "{title}, up to six values",
  "race.seeds": "Seeds",
  "race.seeds.words": "Each variant starts from so many different random weights: chance shows as a band.",
};
