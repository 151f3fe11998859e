// What a picture says of itself, in the language of the page; what networks answer stays as it is.

import type { Picture } from "../../generated/types";
import { inEnglish, words } from "../../text/text";

/** A picture is drawn anew where it is another: so the same one is said the same. */
const known = new WeakMap<Picture, { by: unknown; picture: Picture }>();

export function worded(picture: Picture): Picture {
  const by = words.value;
  if (by === inEnglish) return picture;
  const before = known.get(picture);
  if (before?.by === by) return before.picture;
  const found = { by, picture: put(picture, by.said) };
  known.set(picture, found);
  return found.picture;
}

function put(picture: Picture, said: (english: string) => string): Picture {
  switch (picture.type) {
    case "heat map": {
      const cells = picture.cells && { ...picture.cells, words: said(picture.cells.words) };
      return { ...picture, cells, panels: picture.panels.map((panel) => ({ ...panel, title: said(panel.title) })) };
    }
    case "curves":
      return {
        ...picture,
        title: said(picture.title),
        unit: said(picture.unit),
        remarks: picture.remarks.map(said),
        lines: picture.lines.map((line) => ({
          ...line,
          name: said(line.name),
          stretches: line.stretches.map((stretch) => ({ ...stretch, words: said(stretch.words) })),
        })),
      };
    case "histograms":
      return { ...picture, histograms: picture.histograms.map((one) => ({ ...one, title: said(one.title), words: one.words.map(said) })) };
    case "scatter":
      return { ...picture, text: said(picture.text) };
    case "shares":
      return {
        ...picture,
        titles: picture.titles.map(said),
        groups: picture.groups.map((group) => group.map((share) => ({ ...share, label: said(share.label) }))),
      };
    default:
      return picture;
  }
}
