// 简体中文。Simplified Chinese, fetched when it is chosen.

import type { Table, Words } from "../text";
import { blocks } from "./blocks";
import { building } from "./building";
import { codes } from "./codes";
import { ownData } from "./data";
import { embedding } from "./embedding";
import { explaining } from "./explaining";
import { fetching } from "./fetching";
import { filming } from "./filming";
import { layers } from "./layers";
import { looking } from "./looking";
import { map } from "./map";
import { pace } from "./pace";
import { offline } from "./offline";
import { page } from "./page";
import { capsules } from "./capsules";
import { convolved } from "./convolved";
import { captions } from "./captions";
import { hops } from "./hops";
import { passages } from "./passages";
import { printedTable } from "./printed";
import { reporting } from "./reporting";
import { runs } from "./runs";
import { sizes } from "./sizes";
import { standing } from "./standing";
import { starting } from "./starting";
import { step } from "./step";
import { tape } from "./tape";
import { teaching } from "./teaching";
import { watching } from "./watching";

const table: Table = { ...page, ...pace, ...standing, ...starting, ...teaching, ...runs, ...sizes, ...watching, ...looking, ...map, ...step, ...layers, ...explaining, ...blocks, ...building, ...ownData, ...reporting, ...fetching, ...codes, ...captions, ...hops, ...passages, ...capsules, ...convolved, ...printedTable, ...tape, ...offline, ...filming, ...embedding };

export const words: Words = {
  table,
  catalogue: (whole) => whole,
  untranslated: (words) => words,
};

export { words as chinese };
