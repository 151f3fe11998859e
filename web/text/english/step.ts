// English of the explained step: fetched with its picture.

export const step = {
  "step.tensor": "Weights of",
};
