// English of texts that are looked at piece by piece.

export const passages = {
  "passage.text": "The text; arrow keys go from symbol to symbol",
  "passage.prompt": "yours",
  "passage.written": "written",
  "passage.piece": "{place}: {piece}",
  "passage.value": "{unit}: {value}",
  "passage.alternatives": "What might have stood here",
  "passage.take": "Go on with {symbol}, {share}",
  "passage.takes.one": "You chose {count} symbol.",
  "passage.takes.other": "You chose {count} symbols.",
  "passage.free": "Let it choose again",
  "passage.groups": "What is looked for",
  "passage.members": "Units, the nearest first",
  "passage.scale": "Full colour is {value}",
};
