// English of planes of codes, and of rows of pictures.

export const codes = {
  "rows.other": "My drawing as the other one",
  "rows.other.text": "Then clear the pad and let a friend draw.",
  "rows.choices": "The other picture",
  "rows.play": "Play",
  "rows.stop": "Pause",
  "rows.frame": "Frame",
  "rows.at": "{place} of {of}",
  "rows.pictures": "Pictures, row by row",
  "codes.axes": "Axes of the plane",
  "codes.walk": "Plane of codes: {axes}. Arrow keys walk, with Shift in large steps.",
  "codes.here": "Drawn here. No picture lies near.",
  "codes.here.near": "Drawn here. Nearest picture: {label}",
  "codes.asked": "asked",
  "codes.made": "made again",
  "codes.samples": "from its cloud",
  "codes.pictures": "Drawn pictures",
  "codes.codes": "Where pictures lie",
  "codes.frame": "Axes: {axes}",
  "stack.title": "Parts of the bound",
  "stack.waits": "Drawn from the second scoring on.",
};
