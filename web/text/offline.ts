// The words of the page that is taken away join the others there.

import { english } from "./en";
import { offline } from "./english/offline";

Object.assign(english, offline);
