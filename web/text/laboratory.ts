// The words of laboratories join the others when the first is opened.

import { english } from "./en";
import { laboratory } from "./english/laboratory";

Object.assign(english, laboratory);
