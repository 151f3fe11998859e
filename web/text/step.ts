// The words of the explained step join the others with its picture.

import { english } from "./en";
import { step } from "./english/step";

Object.assign(english, step);
