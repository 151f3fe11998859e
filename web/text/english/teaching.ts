// English of what a page needs of lessons before one is opened.

export const teaching = {
  "lessons.title": "Lessons",
  "map.title": "Map",
  "map.open": "Open the map: every task, network, laboratory and lesson",
  "language.all": "Language",
  "laboratory.title": "Laboratories",
  "laboratory.one": "Laboratory",
  "laboratory.back": "Back to the networks: {task}",
  "lesson.closed": "The lesson is closed, and the controls are as they were before it.",
  "place.lesson": "Lesson",
  "keys.lesson": "Next step of a lesson, or back",
  "keys.lesson.key": "N B",
  "form.hidden": "Some controls are out of sight.",
  "form.hidden.show": "Show all",
  "race.ask": "Ask for a prediction first",
  "race.ask.words": "Say which variant will be best before it starts; the page tells how it came.",
  "predict.question": "Which one will be best in the end, by {series}?",
  "predict.before": "First say what you expect.",
};
