// The words of codes and of pictures made again join the others when one is first drawn.

import { english } from "./en";
import { codes } from "./english/codes";

Object.assign(english, codes);
