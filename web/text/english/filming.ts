// English of films of a training: fetched with their button.

export const filming = {
  "film.make": "Film (GIF)",
  "film.words": "What is seen here at each of {count} kept epochs, one picture after another, as a file.",
  "film.stop": "Stop: {place} of {count}",
  "film.ask": "Ask the network something first: this view shows its answer.",
  "film.silent": "The film was given up: a picture did not come. Try another view, or once more.",
};
