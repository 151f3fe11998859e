// Captions, and where their words looked.

export const captions = {
  "caption.words": "Words of the caption",
  "caption.picture": "Picture of {down} by {across} parts; arrow keys move over them. At row {row}, column {column}.",
  "caption.plain": "The picture",
  "caption.looks": "“{word}”, {chance} sure. The part it looked at most has {most} of its attention.",
  "caption.wrote": "“{word}”, {chance} sure.",
  "caption.hit": "That is on the thing meant.",
  "caption.missed": "The thing meant is in the dashed box.",
  "caption.here": "Row {row}, column {column}:",
  "caption.here.word": "{word} {share}",
  "caption.nobody": "no word looked here",
  "caption.way": "How",
  "caption.text": "Caption",
  "caption.chance": "Probability",
  "caption.score": "Log-probability",
  "caption.expected": "Right would be: {text}",
};
