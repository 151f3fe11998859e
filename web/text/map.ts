// The words of the map join the others when it is first opened.

import { english } from "./en";
import { map } from "./english/map";

Object.assign(english, map);
