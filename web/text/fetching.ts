// The words of data sets join the others when one is to be fetched.

import { english } from "./en";
import { fetching } from "./english/fetching";

Object.assign(english, fetching);
