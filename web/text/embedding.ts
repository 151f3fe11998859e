// The words of charts for other sites join the others when they are fetched.

import { english } from "./en";
import { embedding } from "./english/embedding";

Object.assign(english, embedding);
