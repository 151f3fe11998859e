// The words of a published table join the others when one is shown.

import { english } from "./en";
import { printedTable } from "./english/printed";

Object.assign(english, printedTable);
