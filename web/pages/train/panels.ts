// All parts of the page: one more folder is one more part.

import { collected, type Panel } from "../../state/panels";

export const panels = collected(import.meta.glob<{ panel: Panel }>("../../panels/*/panel.ts", { eager: true }));
