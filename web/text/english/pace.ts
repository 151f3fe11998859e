// English: slow motion, the time to a target, and what is told of the machine.

export const pace = {
  "pace.title": "Speed, in steps a second",
  "pace.full": "full speed",
  "pace.steps.one": "{count} step a second",
  "pace.steps.other": "{count} steps a second",
  "pace.state": "{words}; slowed to {pace}",
  "pace.of": "Speed of {name}, in steps a second",
  "pace.race": "All of the race at this speed",
  "pace.words": "Slowed, each step can be watched. Waiting is not counted as training, and the curve stays the same.",
  "pace.next": "What starts next runs at {pace}.",
  "pace.now": "Speed: {pace}.",

  "target.between": "to {target} at this rate: about {low} to {high}",
  "target.about": "to {target} at this rate: about {low}",
  "target.within": "to {target} at this rate: less than {high}",
  "target.not": "{target}: not at this rate",

  "machine.open": "What of the machine is in use",
  "machine.measuring": "measuring…",
  "machine.gone": "The server does not answer.",
  "machine.processors.one": "{count} processor",
  "machine.processors.other": "{count} processors",
  "machine.busy": "{share} busy",
  "machine.memory": "Memory",
  "machine.part": "{used} of {all}",
  "machine.free": "Free for runs",
  "machine.worker": "Worker",
  "machine.engine": "Engine",
  "machine.processor": "Processor",
  "machine.ready": "{count} waiting for a run",
};
