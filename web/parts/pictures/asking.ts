/** What the page knows of the question behind a picture's cells. */
export interface Asking {
  question: string;
  ask: (question: string) => void;
  /** Which network this is, and when: what is opened says so. */
  words: string;
  /** The same for a picture that shows how something became what it is; none where nothing learns. */
  moment?: { run: string; epoch: number };
}
