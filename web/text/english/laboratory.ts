// English of laboratories: fetched with them.

export const laboratory = {
  "laboratory.controls": "Settings",
  "laboratory.pictures": "Pictures",
  "laboratory.anew": "Set everything back",
  "laboratory.explain": "Point at a setting: this line says what it does.",
  "laboratory.opening": "Drawing…",
  "laboratory.cell": "{title}: arrow keys choose a cell, Enter takes its settings",
};
