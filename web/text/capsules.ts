// The words of what capsules do join the others when such a picture is first drawn.

import { english } from "./en";
import { capsules } from "./english/capsules";

Object.assign(english, capsules);
