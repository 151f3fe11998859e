// The words of films of a training join the others when they are fetched.

import { english } from "./en";
import { filming } from "./english/filming";

Object.assign(english, filming);
