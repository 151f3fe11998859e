// The words of a report join the others when one is asked for.

import { english } from "./en";
import { reporting } from "./english/reporting";

Object.assign(english, reporting);
