// Begins the page in a frame, with what its address asks for.

import { render } from "preact";
import { Embedded } from "./Embedded";
import { lookAsFramed } from "../../state/framing";

export function show(query: string, page: HTMLElement): void {
  render(<Embedded asked={lookAsFramed(query)} />, page);
}
