// The words of the builder join the others when it is fetched.

import { english } from "./en";
import { building } from "./english/building";

Object.assign(english, building);
