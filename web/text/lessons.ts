// The words of lessons join the others when the first part of a lesson is fetched.

import { english } from "./en";
import { lessons } from "./english/lessons";

Object.assign(english, lessons);
