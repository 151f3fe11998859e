// The words of people's own data join the others when they are fetched.

import { english } from "./en";
import { ownData } from "./english/data";

Object.assign(english, ownData);
