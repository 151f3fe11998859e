// Deutsch. German, fetched when it is chosen. What is not here yet is said in English.

import { inEnglishElse } from "../languages";
import { map } from "./map";

export const words = inEnglishElse({ ...map });
