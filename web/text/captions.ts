// The words of captions join the others when one is first drawn.

import { captions } from "./english/captions";
import { english } from "./en";

Object.assign(english, captions);
