// 简体中文：一步的细节。Simplified Chinese of the explained step.

export const step = {
  "step.tensor": "哪一组权重",
};
