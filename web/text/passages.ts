// The words of texts that are looked at piece by piece join the others when such a text is first drawn.

import { english } from "./en";
import { passages } from "./english/passages";

Object.assign(english, passages);
