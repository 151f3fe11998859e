// The words of convolutions join the others when the first is drawn.

import { english } from "./en";
import { convolved } from "./english/convolved";

Object.assign(english, convolved);
