// English of the cards that read the curves.

export const explaining = {
  "explain.title": "What the curves say",
  "explain.dismiss": "Put this away",
  "explain.try": "Try: {title}",
  "explain.try.value": "Set {title} to {value}",
  "explain.diverged": "{run}: the loss ran away at step {step}. With a learning rate of {rate} each step overshoots what it aims for, lands higher up, and the next one overshoots more.",
  "explain.jump": "{run}: the loss jumped from {before} to {after} at {at} and has not come back. With a learning rate of {rate} a step went too far.",
  "explain.guessing": "{run} has learnt nothing that shows: {now} by {at}, and {guess} gets {level}. Steps that are far too small look like this, and so do steps that are too large.",
  "explain.guessing.large": "{run} has learnt nothing that shows: {now} by {at}, and {guess} gets {level}. Its loss went above {began}, where it began: with a learning rate of {rate} the steps are too large.",
  "explain.guessing.small": "{run} has learnt little that shows: {now} by {at}, and {guess} gets {level}. Its loss falls without a jump, so the steps are rather too small or too few than too large.",
  "explain.symbols": "{run} gets {symbols} of the symbols right and only {exact} of the answers. An answer counts when every symbol of it is right, and {level} of the symbols can be had by writing the commonest at each place.",
  "explain.gap": "{run} learns by heart: since {at} its loss on what it trains on fell from {before} to {now}, and rose from {low} to {high} on what it has never seen.",
  "explain.spike": "{run} fell from {before} to {after} at {at}: a step was too long for the place it was taken at. It usually finds back; smaller steps towards the end would not have thrown it out.",
  "explain.spike.changed": "{run} fell from {before} to {after} at {at}, just after its {setting} was changed from {from} to {to}. Change it back and watch, or fork from the epoch before.",
  "explain.plateau": "{run} has not got better since {at}: {value} then, no more at {now}.",
  "explain.plateau.hardly": "{run} has hardly got better since {at}: {value} then, {best} at best until {now}.",
  "explain.unfinished": "{run} still got better when it ended: {before} by {at}, {now} at the end.",
};
