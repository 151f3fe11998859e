// The lesson and its step in the page's address: …&lesson=first-network&step=2. A lesson that is no file here brings its text.

/** Where one is in which lesson; the page's address says the same. */
export interface LessonPlace {
  /** "" for a lesson that came as a text. */
  name: string;
  /** The packed text of a lesson that is no file here. */
  text: string;
  /** From 0. */
  step: number;
  /** The page is still to be set up as the step says. */
  due: boolean;
}

/** Parts of the address that tell of the lesson and not of the setup. */
export const LESSON_PARTS = ["lesson", "text", "step"] as const;

/** People count steps from 1. */
export function writePlace({ name, text, step }: LessonPlace): string {
  const which = text === "" ? `lesson=${encodeURIComponent(name)}` : `text=${text}`;
  return `${which}&step=${step + 1}`;
}

export function readPlace(link: string): Omit<LessonPlace, "due"> | null {
  const found = new Map<string, string>();
  for (const part of link.replace(/^#/, "").split("&")) {
    const at = part.indexOf("=");
    if (at > 0) found.set(part.slice(0, at), part.slice(at + 1));
  }
  const name = decoded(found.get("lesson") ?? "");
  const text = found.get("text") ?? "";
  if (name === "" && text === "") return null;
  const step = Math.floor(Number(found.get("step") ?? 1)) - 1;
  return { name: text === "" ? name : "", text, step: step > 0 ? step : 0 };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
