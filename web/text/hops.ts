// The words of stories and hops join the others when one is first drawn.

import { hops } from "./english/hops";
import { english } from "./en";

Object.assign(english, hops);
