import type { Named } from "../languages";

export const language: Named = { code: "de", name: "Deutsch", tag: "de", complete: false };
