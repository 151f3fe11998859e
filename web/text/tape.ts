// The words of the tape player join the others when such a picture is first drawn.

import { english } from "./en";
import { tape } from "./english/tape";

Object.assign(english, tape);
