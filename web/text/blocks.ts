// The words of blocks join the others when their list is fetched.

import { english } from "./en";
import { blocks } from "./english/blocks";

Object.assign(english, blocks);
