// Answers compared character by character, and questions checked while they are typed.

import type { QuestionForm } from "../generated/types";
import { plainDigits } from "../text/typed";

export interface Character {
  character: string;
  /** null where nobody knows what would be right. */
  right: boolean | null;
}

/** A character that is missing is wrong too, and is shown as a gap. */
export function compared(answer: string, expected: string, known: boolean): Character[] {
  if (!known) return [...answer].map((character) => ({ character, right: null }));
  const given = [...answer.trimEnd()];
  const wanted = [...expected.trimEnd()];
  return Array.from({ length: Math.max(given.length, wanted.length) }, (_, place) => ({
    character: given[place] ?? "\u2423",
    right: given[place] === wanted[place],
  }));
}

/** The first character that the task does not know, if there is one; a task that names no symbols takes all. Blanks are for
 *  the server to judge. */
export function unknownCharacter(form: QuestionForm, question: string): string | null {
  if (form.symbols === "") return null;
  return [...unspaced(question)].find((character) => !form.symbols.includes(character)) ?? null;
}

export function tooLong(form: QuestionForm, question: string): boolean {
  return unspaced(question).length > form.most;
}

/** Without blanks and marks of direction, and with plain digits: `４７ + ３８` is 47+38. */
function unspaced(question: string): string {
  return plainDigits(question).replace(/[\s\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, "");
}

/** A held-out example as a question: its split, its place there and a checksum. */
const EXAMPLE = /^(validation|test):(\d+):[0-9a-f]{8}$/;

export function exampleOf(question: string): { split: "validation" | "test"; place: number } | null {
  const found = EXAMPLE.exec(question);
  return found && { split: found[1] as "validation" | "test", place: Number(found[2]) };
}

/** What is put to the network, without the part of the picture that is wanted. */
export function posedOf(question: string): string {
  return question.split("\n", 1)[0] ?? "";
}

export function withPart(question: string, part: string): string {
  return part === "" ? question : `${question}\n${part}`;
}

export function posable(form: QuestionForm | null, question: string): boolean {
  if (form === null || question === "") return false;
  if (exampleOf(question)) return true;
  if (form.form === "drawing") return true;
  return unknownCharacter(form, question) === null && !tooLong(form, question);
}
